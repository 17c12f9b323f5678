//! Sample values: what the pictures show.

use std::path::PathBuf;

use git_locksmith::app::event::Event;
use git_locksmith::diagnosis::diagnose;
use git_locksmith::model::entry::Handle;
use git_locksmith::model::source::SignInSettings;
use git_locksmith::model::{
    Access, AccessState, Entry, Forge, HelperInForce, Kind, Machine, Origin, RemoteReport,
    RemoteUrl, RepositoryReport, RepositorySurroundings, Scope, StoreKind, Surroundings, TokenKind,
};

use crate::harness::Window;

/// The repositories of the pictures, in two folders of the window's home.
pub fn fill(window: &mut Window) {
    let home = window.home.path();
    for folder in ["work", "private"] {
        window.tell(Event::FolderAdded(home.join(folder)));
    }
    for report in reports(&home) {
        let folder = report.path.parent().unwrap().to_owned();
        window.tell(Event::Found {
            folder,
            report: Box::new(report),
        });
    }
    window.tell(Event::Refreshed(Vec::new()));
    window
        .harness
        .state_mut()
        .ask(git_locksmith::app::Action::Filter(
            git_locksmith::app::action::Filter::All,
        ));
}

/// So many repositories, not checked.
pub fn fill_with_many(window: &mut Window, count: usize) {
    let home = window.home.path();
    window.tell(Event::FolderAdded(home.join("many")));
    for number in 0..count {
        let path = format!("many/repository-{number:04}");
        let url = format!("https://example.com/repository-{number:04}.git");
        let report = repository(&home, &path, vec![remote(&home, "origin", &url)]);
        window.tell(Event::Found {
            folder: home.join("many"),
            report: Box::new(report),
        });
    }
}

fn reports(home: &std::path::Path) -> Vec<RepositoryReport> {
    let bitbucket = |name: &str| {
        let mut remote = remote(
            home,
            "origin",
            &format!("https://acme-dev@bitbucket.org/acme/{name}.git"),
        );
        remote.fetch = Access {
            state: AccessState::Gone,
            http_status: Some(410),
            username: Some("acme-dev".to_owned()),
            ..Access::default()
        };
        remote.saved = vec![
            entry(StoreKind::SecretService, "Login", Some("libsecret")),
            entry(
                StoreKind::GitCredentialStore,
                home.join(".git-credentials").to_str().unwrap(),
                None,
            ),
        ];
        remote
    };
    let mut upstream = remote(home, "upstream", "git@bitbucket.org:vendor/billing.git");
    (upstream.fetch, upstream.push) = (works(), works());
    let api = repository(
        home,
        "work/billing-api",
        vec![bitbucket("billing-api"), upstream],
    );
    let web = repository(home, "work/billing-web", vec![bitbucket("billing-web")]);
    let mut design = remote(home, "origin", "https://github.com/acme/design-system.git");
    design.fetch = works();
    design.push = Access {
        state: AccessState::Forbidden,
        http_status: Some(403),
        server_message: Some("Permission to acme/design-system.git denied to acme-dev.".to_owned()),
        username: Some("acme-dev".to_owned()),
        ..Access::default()
    };
    let mut infra = remote(home, "origin", "https://gitlab.com/acme/infra.git");
    (infra.fetch, infra.push) = (works(), works());
    let mut docs = remote(home, "origin", "https://github.com/acme/docs-site.git");
    (docs.fetch, docs.push) = (works(), works());
    let mut kernel = remote(home, "origin", "https://git.kernel.org/pub/scm/git/git.git");
    kernel.fetch.state = AccessState::WorksWithoutSignIn;
    let mut dotfiles = remote(home, "origin", "https://codeberg.org/me/dotfiles.git");
    (dotfiles.fetch, dotfiles.push) = (works(), works());
    let mut reports = vec![
        api,
        web,
        repository(home, "work/design-system", vec![design]),
        repository(home, "work/infra", vec![infra]),
        repository(home, "work/docs-site", vec![docs]),
        repository(home, "work/kernel", vec![kernel]),
        repository(home, "private/dotfiles", vec![dotfiles]),
    ];
    for report in &mut reports {
        diagnose(report, &Machine::default());
    }
    reports
}

fn works() -> Access {
    Access {
        state: AccessState::Works,
        http_status: Some(200),
        ..Access::default()
    }
}

fn repository(home: &std::path::Path, path: &str, remotes: Vec<RemoteReport>) -> RepositoryReport {
    RepositoryReport {
        path: home.join(path),
        kind: Kind::WorkTree,
        remotes,
        overrides: Vec::new(),
        surroundings: RepositorySurroundings::default(),
        problems: Vec::new(),
    }
}

fn remote(home: &std::path::Path, name: &str, url: &str) -> RemoteReport {
    let url = RemoteUrl::parse(url.as_bytes());
    RemoteReport {
        name: name.to_owned(),
        forge: Forge::of(&url, None),
        push_urls: vec![url.clone()],
        fetch_url: Some(url),
        surroundings: Surroundings::default(),
        settings: SignInSettings {
            helpers: vec![HelperInForce {
                value: "libsecret".to_owned(),
                origin: Origin {
                    scope: Scope::Global,
                    file: home.join(".gitconfig"),
                    line: 12,
                },
            }],
            ..SignInSettings::default()
        },
        saved: Vec::new(),
        fetch: Access::default(),
        push: Access::default(),
        findings: Vec::new(),
    }
}

fn entry(store: StoreKind, location: &str, written_by: Option<&'static str>) -> Entry {
    Entry {
        store,
        location: location.to_owned(),
        written_by,
        protocol: "https".to_owned(),
        host: "bitbucket.org".to_owned(),
        path: None,
        username: Some("acme-dev".to_owned()),
        kind: Some(TokenKind::BitbucketAppPassword),
        renews: false,
        locked: false,
        expires: None,
        handle: Handle::Line {
            file: PathBuf::from(location),
            nth: 0,
        },
    }
}
