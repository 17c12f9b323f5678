//! Git LFS or a submodule fetches from another server than the remotes are on, so the sign-in for
//! the remote does not serve there (git-lfs/git-lfs#858, #2726).

use super::Facts;
use super::words::advice;
use crate::model::surroundings::OtherServer;
use crate::model::{Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let servers = &facts.repository.surroundings.other_servers;
    let first = servers.first()?;
    // It is the repository's matter, so it is told once, beside its first remote.
    if facts.repository.remotes.first()?.name != facts.remote.name {
        return None;
    }
    let has_lfs = servers.iter().any(is_of_lfs);
    let has_submodules = !servers.iter().all(is_of_lfs);
    let (what, fetches, command) = match (has_lfs, has_submodules) {
        (true, true) => (
            "Git LFS and submodules",
            "fetch",
            "`git lfs pull` and `git submodule update --init`",
        ),
        (true, false) => ("Git LFS", "fetches", "`git lfs pull`"),
        (false, _) => ("Submodules", "fetch", "`git submodule update --init`"),
    };
    let server = match servers.len() {
        1 => first.realm.to_string(),
        many => format!("{} and {} more", first.realm, many - 1),
    };
    let has_none = |server: &&OtherServer| server.saved.is_empty();
    let lacking = servers.iter().filter(has_none).count();
    Some(Finding {
        rule: "lfs-submodule",
        title: format!("{what} {fetches} from {server}"),
        explanation: format!(
            "That is another server than this remote's, so it may want a sign-in of its own{}.",
            match lacking {
                0 => "; one is saved",
                all if all == servers.len() => ", and none is saved",
                _ => ", and not every one is saved",
            }
        ),
        evidence: servers.iter().map(evidence).collect(),
        fixes: match lacking {
            0 => Vec::new(),
            _ => vec![advice(format!(
                "If it says “Authentication required”, run {command} in a terminal: Git asks for that sign-in and keeps it"
            ))],
        },
        weight: Weight::Note,
    })
}

fn is_of_lfs(server: &OtherServer) -> bool {
    !server.named_by.starts_with("submodule.")
}

fn evidence(server: &OtherServer) -> String {
    let OtherServer {
        realm,
        named_by,
        file,
        saved,
    } = server;
    // Not whose: a report that is handed on shows this.
    let mut places: Vec<&str> = saved.iter().map(|entry| entry.location.as_str()).collect();
    places.dedup();
    let saved = match places.as_slice() {
        [] => "nothing is saved for it".to_owned(),
        places => format!("saved in {}", places.join(" and ")),
    };
    format!("{named_by} in {file}: {realm}; {saved}")
}
