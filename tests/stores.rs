//! Where credentials lie: each store lists, reads, removes exactly one and puts it back.

mod files;
