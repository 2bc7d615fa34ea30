//! Rebuilds the crate when a template, a message file or a built asset comes, goes or changes.

fn main() {
    // The folder is empty until the assets are built; a folder that is absent would make every build a full one.
    if let Err(error) = std::fs::create_dir_all("../../ui/dist") {
        println!("cargo::warning=cannot create ui/dist: {error}");
    }
    println!("cargo::rerun-if-changed=../../ui/dist");
    println!("cargo::rerun-if-changed=src");
}
