//! Reading 1,000 repositories: their remotes and the helpers in force for each.

use std::sync::atomic::{AtomicUsize, Ordering};

use git_locksmith::git::config::ConfigCache;
use git_locksmith::git::helper::sign_in_settings;
use git_locksmith::git::{Git, Place, read};
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::scan::{Scanned, scan};
use git_locksmith::model::{ActivityLog, Cancel};

use super::scan::{places, tree};
use super::table::{Way, aim, in_turns, shown};
use crate::support::home::Home;

const CONFIG: &str = "\
[user]\n\tname = N\n\temail = e@example.com\n[credential]\n\thelper = cache\n\thelper = store\n\
[credential \"https://git1.example.com\"]\n\thelper =\n\thelper = store --file ~/one\n\
[credential \"https://*.example.com/team\"]\n\tuseHttpPath = true\n\
[url \"https://git2.example.com/\"]\n\tinsteadOf = two:\n\
[includeIf \"gitdir:~/work/\"]\n\tpath = work.config\n[include]\n\tpath = more.config\n";

pub fn measure() {
    let home = Home::new();
    home.write(".gitconfig", CONFIG);
    home.write(
        "more.config",
        "[credential \"https://git3.example.com\"]\n\tusername = me\n",
    );
    let (git, places) = (home.git(), places());
    assert_eq!(places.len(), 1000);
    let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
    let medians = in_turns(
        "Reading 1,000 repositories",
        7,
        vec![
            Way::new("remotes and helpers in force, two threads", || {
                assert_eq!(read_all(&git, &places, 2), 1000);
            }),
            Way::new("the same, one thread", || {
                assert_eq!(read_all(&git, &places, 1), 1000);
            }),
            Way::new("a whole scan: walk, read, list what is saved", || {
                assert_eq!(scan_all(&workshop), 1000);
            }),
        ],
    );
    aim("two threads", &shown(medians[0]), "150 ms");
}

fn read_all(git: &Git, places: &[Place], threads: usize) -> usize {
    let (cache, next, remotes) = (
        ConfigCache::default(),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(place) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let read = read::read(git, &cache, place);
                    for remote in read.repository.remotes {
                        let url = remote.fetch_url.unwrap();
                        assert!(!sign_in_settings(&read.config, &url).helpers.is_empty());
                        remotes.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    remotes.into_inner()
}

fn scan_all(workshop: &Workshop) -> usize {
    let found = AtomicUsize::new(0);
    let problems = scan(workshop, &[tree()], false, &Cancel::default(), &|scanned| {
        if let Scanned::Repository(_) = scanned {
            found.fetch_add(1, Ordering::Relaxed);
        }
    });
    assert_eq!(problems, []);
    found.into_inner()
}
