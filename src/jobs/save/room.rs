//! Whether a helper has room for a token. Those that keep it in the Windows Credential Manager say
//! nothing to Git where it is too long, and Git asks again each time.

use super::token::Token;
use crate::model::{HelperInForce, StoreKind};
use crate::store::manager::ManagerSettings;
use crate::store::windows_entry::too_long;

/// Nothing where `helper` can keep `token`; else what is wrong and what to do next.
pub(super) fn for_token(
    token: &Token,
    helper: &HelperInForce,
    manager: &ManagerSettings,
) -> Result<(), String> {
    let is_limited = helper.name() == "wincred"
        || helper.is_manager() && manager.kind() == Some(StoreKind::CredentialManager);
    let too_long = is_limited.then(|| too_long(&token.credential.secret));
    let Some((length, most)) = too_long.flatten() else {
        return Ok(());
    };
    Err(format!(
        "the token is {length} characters long, and {} keeps at most {most} in the Windows Credential \
         Manager; `git-locksmith helper install` adds a helper that keeps longer ones, then save it again",
        helper.name()
    ))
}
