//! Azure DevOps. Source: learn.microsoft.com "Use personal access tokens" (any user name but the
//! empty one); read 2026-11-23. Its token page needs the organisation's name, so none is linked.

use super::{Facts, Username};

pub(super) const FACTS: Facts = Facts {
    id: "azure-devops",
    name: "Azure DevOps",
    token_word: "personal access token",
    token_page: None,
    scopes: &["Code (Read & write)"],
    username: |_| Username::Any("PAT"),
};
