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

/// Checksums computed with Python's zlib; the first is the example that GitHub's format is
/// explained with everywhere.
const WHOLE: &[&str] = &[
    "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",
    "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",
    "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",
    "ghu_6dpNaTXmQ3rLwZ0cVbK8sYh1EjUf2G3kER3r",
    "ghs_6dpNaTXmQ3rLwZ0cVbK8sYh1EjUf2G3kER3r",
    "glpat-aBcDeFgHiJkLmNoPqRsTuVwXyZ012.01.0t1vc2x9c",
    "glpat-bzoxCnU6MQpwOjEyMzQ1Ng8AAAAAAAAAAAAA.01.101s8ios9",
];

#[test]
fn a_checksum_tells_a_whole_token_from_one_that_lost_a_part() {
    for token in WHOLE {
        assert!(understand(token).is_ok(), "{token}");
        assert!(understand(&format!("me:{token}")).is_ok(), "{token}");
        for at in 6..token.len() {
            let old = token.as_bytes()[at];
            if !old.is_ascii_alphanumeric() {
                continue;
            }
            let mut garbled = (*token).to_owned();
            let new = if old == b'7' { "8" } else { "7" };
            garbled.replace_range(at..=at, new);
            assert_eq!(
                understand(&garbled).err(),
                Some(PasteError::Garbled),
                "{garbled}"
            );
        }
    }
    for token in &WHOLE[..4] {
        for length in 20..token.len() {
            assert_eq!(
                understand(&token[..length]).err(),
                Some(PasteError::CutOff),
                "{length} of {token}"
            );
        }
    }
    for token in &WHOLE[5..] {
        for cut in 1..=8 {
            let cut = &token[..token.len() - cut];
            assert_eq!(understand(cut).err(), Some(PasteError::CutOff), "{cut}");
        }
    }
}

#[test]
fn lengths_that_are_certain_are_held_against_a_token() {
    let fine = format!("github_pat_{}_{}", "a".repeat(22), "b".repeat(59));
    assert!(understand(&fine).is_ok());
    for cut_off in [
        &fine[..92],
        "glpat-abcdefghijklmnopqrs",
        "hf_abcdefghijklmnopqrstuvwxyzabcdefg",
        "https://me:ghp_abcdefghijklmnopqrstuvwxyz@github.com/a/b",
    ] {
        assert_eq!(
            understand(cut_off).err(),
            Some(PasteError::CutOff),
            "{cut_off}"
        );
    }
}

/// Formats of which nobody has published the rule, or which may grow.
#[test]
fn shapes_that_are_not_certain_pass() {
    let grown = format!("ghp_{}", "a".repeat(60));
    let app = format!("ghs_12345_eyJ{}.{}.c-d_e", "a".repeat(200), "b".repeat(200));
    for token in [
        grown.as_str(),
        &app,
        "ATATTnew",
        "ATCTT3xFfGN0abcdefgh",
        "BBDC-abc",
        "glpat-abcdefghijklmnopqrst",
        "SIE-glpat-abc",
        "hf_short",
        "correct-horse",
    ] {
        assert!(understand(token).is_ok(), "{token}");
    }
}

#[test]
fn what_can_never_work_at_bitbucket_is_told_before_it_is_sent() {
    let url = git_locksmith::model::RemoteUrl::parse(b"https://bitbucket.org/acme/api.git");
    let preview = |pasted: &str, forge| {
        let settings = git_locksmith::model::source::SignInSettings::default();
        git_locksmith::jobs::try_token::preview(pasted, &url, forge, &settings, &[])
    };
    for (pasted, forge, words) in [
        (
            "me@example.com:ATATT3xFfGF0abcdefgh",
            Forge::BitbucketCloud,
            "x-bitbucket-api-token-auth instead of me@example.com",
        ),
        (
            "me:ATBBabcdefghijklmnop0123",
            Forge::BitbucketCloud,
            "no app passwords",
        ),
        (
            "ghr_abcdefghijklmnopqrstuvwxyz0123456789",
            Forge::GitHub,
            "refresh token",
        ),
        (
            "glrt-abcdefghijklmnopqrst",
            Forge::GitLab,
            "runners, feeds or agents",
        ),
        (WHOLE[0], Forge::BitbucketCloud, "does not accept"),
    ] {
        let refusal = preview(pasted, forge).refusal.unwrap_or_default();
        assert!(refusal.contains(words), "{pasted}: {refusal}");
    }
    let good = preview("ATATT3xFfGF0abcdefgh", Forge::BitbucketCloud);
    assert_eq!(good.refusal, None);
    assert_eq!(good.username.as_deref(), Some("x-bitbucket-api-token-auth"));
}
