//! Git's credential helper on the operating system's keyring. Git runs it; see
//! [`git_locksmith::helper`].

use std::io::{self, Write};
use std::process::ExitCode;

use git_locksmith::git::core_dump;
use git_locksmith::helper::{self, Surroundings};

fn main() -> ExitCode {
    core_dump::leave_none();
    let surroundings = Surroundings::of_this_process();
    // Arguments of the configuration come before the operation.
    let Some(operation) = std::env::args_os().skip(1).last() else {
        let _ = writeln!(
            io::stderr(),
            "usage: git credential-locksmith (get | store | erase | capability)\n\n\
             Git runs this itself; to set it up: git-locksmith helper install"
        );
        return ExitCode::from(2);
    };
    let operation = operation.to_string_lossy();
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    match helper::run(&operation, &mut input, &mut output, &surroundings) {
        Err(error) if error.is_worth_telling(&operation) => {
            let _ = writeln!(
                io::stderr(),
                "git-credential-locksmith: {operation}: {error}"
            );
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
