//! Pastes: trimmed where that is harmless, refused where it is not.

use git_locksmith::model::paste::{Paste, PasteError, understand};
use git_locksmith::model::{Forge, TokenKind};

const API_TOKEN: &str = "ATATT3xFfGF0abcdefghijklmnop=1A2B3C4D";

fn parts(paste: &Paste) -> (Option<&str>, &str) {
    (
        paste.username.as_deref(),
        std::str::from_utf8(paste.secret.expose()).unwrap(),
    )
}

#[test]
fn what_is_around_a_token_goes() {
    let around = [
        API_TOKEN.to_owned(),
        format!("  {API_TOKEN}\r\n"),
        format!("\"{API_TOKEN}\""),
        format!("'{API_TOKEN}'\n"),
        format!("\u{feff}{API_TOKEN}\u{200b}"),
        format!("`{API_TOKEN}`"),
        format!("“{API_TOKEN}”"),
    ];
    for pasted in around {
        let paste = understand(&pasted).ok().unwrap();
        assert_eq!(parts(&paste), (None, API_TOKEN), "{pasted:?}");
    }
}

#[test]
fn user_and_token_are_taken_apart() {
    let cases = [
        (format!("acme-dev:{API_TOKEN}"), Some("acme-dev"), API_TOKEN),
        (
            format!("me@example.com:{API_TOKEN}"),
            Some("me@example.com"),
            API_TOKEN,
        ),
        (
            format!("https://acme-dev:{API_TOKEN}@bitbucket.org/a/b.git"),
            Some("acme-dev"),
            API_TOKEN,
        ),
        (
            "https://x-token-auth:a%2Fb@bitbucket.org/a".to_owned(),
            Some("x-token-auth"),
            "a/b",
        ),
        // a colon inside a secret does not make what stands before it a user name
        ("p#ss:word".to_owned(), None, "p#ss:word"),
        (":word".to_owned(), None, ":word"),
    ];
    for (pasted, username, secret) in cases {
        let paste = understand(&pasted).ok().unwrap();
        assert_eq!(parts(&paste), (username, secret), "{pasted}");
    }
}

#[test]
fn what_cannot_be_a_token_is_refused_with_the_reason() {
    let cases = [
        ("", PasteError::Empty),
        (" \n\t ", PasteError::Empty),
        ("ab\ncd", PasteError::ControlCharacter),
        ("ab\u{1b}[31mcd", PasteError::ControlCharacter),
        ("ab\0cd", PasteError::ControlCharacter),
        ("ab cd", PasteError::Space),
        ("ab\u{200b}cd", PasteError::Space),
        ("https://bitbucket.org/a/b", PasteError::UrlWithoutSecret),
    ];
    for (pasted, error) in cases {
        assert_eq!(understand(pasted).err(), Some(error), "{pasted:?}");
    }
}

#[test]
fn kinds_are_told_from_their_shape() {
    let cases = [
        ("ATBBabcdefghijklmnop0123", TokenKind::BitbucketAppPassword),
        (API_TOKEN, TokenKind::AtlassianApiToken),
        (
            "ATCTT3xFfGN0abcdefgh=12345678",
            TokenKind::BitbucketAccessToken,
        ),
        (
            "github_pat_11AAAAAAA0abcdefghijkl_mnop",
            TokenKind::GitHubFineGrainedToken,
        ),
        (
            "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
            TokenKind::GitHubClassicToken,
        ),
        ("glpat-abcdefghijklmnopqrst", TokenKind::GitLabToken),
        ("SIE-glpat-abcdefghijklmnopqrst", TokenKind::GitLabToken),
        ("glrt-abcdefghijklmnopqrst", TokenKind::GitLabOtherToken),
        (
            "hf_abcdefghijklmnopqrstuvwxyzabcdefgh",
            TokenKind::HuggingFaceToken,
        ),
        (
            "0123456789abcdef0123456789abcdef01234567",
            TokenKind::HexToken,
        ),
        ("correct-horse", TokenKind::Unknown),
        ("hf_short", TokenKind::Unknown),
    ];
    for (secret, kind) in cases {
        assert_eq!(TokenKind::of(secret.as_bytes()), kind, "{secret}");
    }
}

#[test]
fn a_token_of_another_forge_is_told() {
    assert!(TokenKind::GitHubClassicToken.is_foreign_to(Forge::BitbucketCloud));
    assert!(!TokenKind::GitHubClassicToken.is_foreign_to(Forge::GitHubEnterprise));
    assert!(!TokenKind::GitHubClassicToken.is_foreign_to(Forge::Plain));
    assert!(!TokenKind::Unknown.is_foreign_to(Forge::GitHub));
}
