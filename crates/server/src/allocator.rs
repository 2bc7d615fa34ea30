//! How the allocator gives memory back.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// The setting's name: mimalloc reads it once, when the program starts.
const SETTING: &str = "MIMALLOC_PURGE_DELAY";

/// Milliseconds after which freed memory goes back to the system. Left alone it is a second, and then at the next occasion: a server that
/// nobody asks has none, and would keep for good the twenty megabytes that starting took.
const MILLISECONDS: &str = "10";

/// Whether it was started with a setting.
pub fn gives_back_soon() -> bool {
    std::env::var_os(SETTING).is_some()
}

/// Starts the program anew with the setting, as the same process, unless whoever started it chose one. Goes on without where that cannot
/// be done.
pub fn give_back_soon() {
    if gives_back_soon() {
        return;
    }
    let mut arguments = std::env::args_os();
    let (name, Ok(program)) = (arguments.next(), std::env::current_exe()) else { return };
    let mut again = Command::new(program);
    if let Some(name) = name {
        again.arg0(name);
    }
    // Comes back only where it failed.
    let _failed = again.args(arguments).env(SETTING, MILLISECONDS).exec();
}
