//! Keeps what is in memory out of files.

/// A core dump would hold secrets.
pub fn leave_none() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Where this is refused, the system's own limit stands.
        let _ = setrlimit(Resource::Core, none);
    }
}
