//! Servers that a repository's Git LFS and submodules fetch from, told before any is asked.

use std::os::unix::fs::symlink;

use super::own_machine::{Scene, home_with};

const URL: &str = "https://git.example/acme/api.git";

fn evidence(scene: &Scene) -> Vec<String> {
    scene.finding("lfs-submodule").evidence.clone()
}

#[test]
fn s26_other_servers_of_lfs_and_submodules_are_told_with_what_is_saved_there() {
    let (home, repository) = home_with("[credential]\n\thelper = store\n", URL);
    home.write(".git-credentials", "https://me:in-file@media.example\n");
    home.write(
        "work/api/.lfsconfig",
        "[lfs]\n\turl = https://someone:in-lfs@media.example/acme/api\n",
    );
    home.write(
        "work/api/.gitmodules",
        "[submodule \"near\"]\n\turl = ../near.git\n\
         [submodule \"same\"]\n\turl = https://git.example/acme/same.git\n\
         [submodule \"far\"]\n\turl = https://modules.example:8443/far.git\n\
         [submodule \"by ssh\"]\n\turl = git@ssh.example:far.git\n",
    );
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["lfs-submodule"]);
    let told = evidence(&scene);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("lfs.url in .lfsconfig: https://media.example; saved in "),
        "{told:?}"
    );
    assert_eq!(
        told[1],
        "submodule.far.url in .gitmodules: https://modules.example:8443; nothing is saved for it"
    );
    assert!(!format!("{:?}", scene.finding("lfs-submodule")).contains("in-lfs"));
    assert_eq!(scene.finding("lfs-submodule").fixes.len(), 1);
}

#[test]
fn s26_the_configuration_and_the_persons_rewrites_go_first_as_for_git() {
    let (home, repository) = home_with("", URL);
    home.write(
        "work/api/.gitmodules",
        "[submodule \"lib\"]\n\tpath = lib\n\turl = https://old.example/lib.git\n",
    );
    home.run_git(
        &repository,
        ["config", "submodule.lib.url", "https://new.example/lib.git"],
    );
    let told = evidence(&Scene::of(&home, &repository));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("https://new.example"), "{told:?}");
    home.write(
        ".gitconfig",
        "[url \"https://git.example/mirror/\"]\n\tinsteadOf = https://new.example/\n",
    );
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[test]
fn s26_a_hostile_file_names_ten_servers_at_most_and_is_none_but_a_file() {
    let (home, repository) = home_with("", URL);
    let of = |n| format!("[submodule \"{n}\"]\n\turl = https://h{n}.example/x\n");
    let many: Vec<String> = (0..5_000).map(of).collect();
    let many = many.concat();
    let file = home.write("work/api/.gitmodules", many);
    assert_eq!(evidence(&Scene::of(&home, &repository)).len(), 10);
    std::fs::remove_file(&file).unwrap();
    symlink("//server.example/share/modules", &file).unwrap();
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    std::fs::remove_file(&file).unwrap();
    let made = home.command("mkfifo").arg(&file).status().unwrap();
    assert!(made.success());
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}
