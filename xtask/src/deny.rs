//! `cargo xtask test deny`: whether what is built in may be, by `deny.toml`.

use crate::shell::{Failure, Result, heading, run, succeeds};
use crate::tools::Toolbox;

/// Set to `required`, it makes it a failure that advisories cannot be had.
const ADVISORIES: &str = "PADLOCK_ADVISORIES";

/// Holds the licences, the duplicates and the origins of all crates against
/// `deny.toml`, and what is known against them where that can be fetched. Gives
/// what was left out.
pub(crate) fn check(toolbox: &Toolbox) -> Result<Option<&'static str>> {
    let deny = |words: &[&str]| {
        let mut command = toolbox.cargo()?;
        command.args(["deny", "--locked"]).args(words);
        Ok(command)
    };
    heading("deny: licences, duplicates and origins of crates");
    run(&mut deny(&["check", "licenses", "bans", "sources"])?)?;
    heading("deny: advisories against them");
    if succeeds(&mut deny(&["fetch", "db"])?) {
        run(&mut deny(&["check", "--disable-fetch", "advisories"])?)?;
        return Ok(None);
    }
    if std::env::var_os(ADVISORIES).is_some_and(|value| value == "required") {
        return Err(Failure::new(
            "The advisory database could not be fetched from github.com.",
        ));
    }
    println!(
        "NOT CHECKED: the advisory database could not be fetched from github.com.\n({ADVISORIES}=required makes this a failure.)"
    );
    Ok(Some(
        "advisories against crates, as their database could not be fetched from github.com",
    ))
}
