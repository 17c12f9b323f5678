//! What Git and ssh say, and what it means.

use git_locksmith::model::AccessState::*;
use git_locksmith::probe::Service::Fetch;
use git_locksmith::probe::answer::SignedIn::{Nobody, WithCredential};
use git_locksmith::probe::git_words;

#[test]
fn what_ssh_says() {
    const READ: &str = "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n";
    for (said, expected, words) in [
        (
            "git@github.com: Permission denied (publickey).",
            Rejected,
            "git@github.com: Permission denied (publickey).",
        ),
        (
            "Received disconnect from ::1 port 22:2: Too many authentication failures\nDisconnected from ::1 port 22",
            Rejected,
            "the server accepts none of the ssh keys that were offered",
        ),
        (
            "Host key verification failed.",
            Unreachable,
            "ssh does not know this host's key yet; connect once with ssh to compare it",
        ),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
            Unreachable,
            "the host's key is not the one that ssh knows; somebody may be in between",
        ),
        (
            "ssh: Could not resolve hostname nowhere.invalid: Name or service not known",
            Unreachable,
            "Could not resolve hostname nowhere.invalid: Name or service not known",
        ),
        (
            "ssh: connect to host 127.0.0.1 port 1: Connection refused",
            Unreachable,
            "connect to host 127.0.0.1 port 1: Connection refused",
        ),
        (
            "ERROR: Repository not found.",
            NotFound,
            "Repository not found.",
        ),
        (
            "remote: ERROR: The project you were looking for could not be found or you don't have permission to view it.",
            NotFound,
            "The project you were looking for could not be found or you don't have permission to view it.",
        ),
        (
            "fatal: '/no/such.git' does not appear to be a git repository",
            NotFound,
            "'/no/such.git' does not appear to be a git repository",
        ),
        (
            "ERROR: Permission to a/b.git denied to deploy key",
            Forbidden,
            "Permission to a/b.git denied to deploy key",
        ),
        (
            "conq: repository does not exist.",
            NotFound,
            "conq: repository does not exist.",
        ),
        (
            "fatal: protocol error: bad line length character: Welc",
            NotGit,
            "something answered that is no Git server",
        ),
    ] {
        let said = format!("{said}\n{READ}");
        let access = git_words::of_ssh(Some(128), said.as_bytes());
        assert_eq!(access.state, expected, "{said}");
        assert_eq!(access.server_message.as_deref(), Some(words), "{said}");
    }
    assert_eq!(git_words::of_ssh(Some(0), b"").state, Works);
}

#[test]
fn what_git_says_of_http() {
    let trace = "10:12:13.1 pkt-line.c:80          packet:          git< version 2\n";
    for (code, said, signed_in, expected, words) in [
        (0, trace, Nobody, WorksWithoutSignIn, None),
        (2, trace, WithCredential, Works, None),
        (
            0,
            "",
            WithCredential,
            NotGit,
            Some("a web page answered instead of a Git server"),
        ),
        (
            2,
            "",
            Nobody,
            NotGit,
            Some("a web page answered instead of a Git server"),
        ),
        (
            128,
            "fatal: could not read Username for 'https://h': terminal prompts disabled",
            Nobody,
            SignInNeeded,
            None,
        ),
        (
            128,
            "remote: Invalid username or token.\nfatal: Authentication failed for 'https://h/x/'",
            WithCredential,
            Rejected,
            Some("Invalid username or token."),
        ),
        (
            128,
            "remote: Write access not granted.\nfatal: unable to access 'https://h/x/': The requested URL returned error: 403",
            WithCredential,
            Forbidden,
            Some("Write access not granted."),
        ),
        (
            128,
            "fatal: unable to access 'https://h/x/': The requested URL returned error: 410",
            WithCredential,
            Gone,
            None,
        ),
        (
            128,
            "fatal: unable to access 'https://h/x/': The requested URL returned error: 503",
            WithCredential,
            Unreachable,
            Some("the server failed with 503"),
        ),
        (
            128,
            "fatal: repository 'https://h/x/' not found",
            WithCredential,
            NotFound,
            None,
        ),
        (
            128,
            "fatal: remote error: CAPTCHA required",
            WithCredential,
            Rejected,
            Some("CAPTCHA required"),
        ),
        (
            128,
            "fatal: unable to access 'https://h/x/': Could not resolve host: h",
            Nobody,
            Unreachable,
            Some("Could not resolve host: h"),
        ),
        (
            128,
            "fatal: unable to access 'https://h/x/': Received HTTP code 407 from proxy after CONNECT",
            Nobody,
            Unreachable,
            Some("the proxy wants a sign-in of its own"),
        ),
        (
            128,
            "fatal: unable to update url base from redirection:\n  asked for: x\n   redirect: y",
            Nobody,
            NotGit,
            Some("a web page answered instead of a Git server"),
        ),
    ] {
        let access = git_words::of_http(Some(code), said.as_bytes(), Fetch, signed_in);
        assert_eq!(access.state, expected, "{said}");
        assert_eq!(access.server_message.as_deref(), words, "{said}");
    }
}
