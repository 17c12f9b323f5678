//! Gives the Windows programs their icon, version and manifest. Other systems need nothing.

use std::env;
use std::error::Error;

const ICON: &str = "assets/icon.ico";
const MANIFEST: &str = "packaging/windows/manifest.xml";

fn main() -> Result<(), Box<dyn Error>> {
    for input in ["build.rs", ICON, MANIFEST] {
        println!("cargo:rerun-if-changed={input}");
    }
    if env::var("CARGO_CFG_TARGET_OS")? == "windows" {
        winresource::WindowsResource::new()
            .set_icon(ICON)
            .set_manifest_file(MANIFEST)
            .set("FileDescription", "Git Locksmith")
            .set("ProductName", "Git Locksmith")
            .set("LegalCopyright", "MIT OR Apache-2.0")
            .compile()?;
    }
    Ok(())
}
