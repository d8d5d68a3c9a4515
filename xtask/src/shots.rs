//! `cargo xtask shots`: what every page looks like, in `target/shots/`, and whether
//! the first screens of the exhibits still look as they are kept in
//! `tests/e2e/kept/`.

use crate::build;
use crate::shell::{self, Failure, Result, heading, root};
use crate::tools::{Need, Toolbox, chromium};

/// What is done with the pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work<'a> {
    /// They are made, of these pages or of all, to be looked at.
    Show(&'a [String]),
    /// They are held against those that are kept.
    Compare,
    /// They are kept.
    Keep,
}

/// The work that the arguments ask for.
fn parse(args: &[String]) -> Result<Work<'_>> {
    let Some(flag) = args.iter().find(|word| word.starts_with('-')) else {
        return Ok(Work::Show(args));
    };
    match (flag.as_str(), args.len()) {
        ("--compare", 1) => Ok(Work::Compare),
        ("--keep", 1) => Ok(Work::Keep),
        ("--compare" | "--keep", _) => Err(Failure::new(format!(
            "`cargo xtask shots {flag}` is about all exhibits and takes nothing else."
        ))),
        _ => Err(Failure::new(format!(
            "`cargo xtask shots` knows --compare and --keep, but not {flag:?}."
        ))),
    }
}

/// The command. Builds the site first, so that the pictures show what is there.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let work = parse(args)?;
    let mut needs = build::NEEDS.to_vec();
    needs.extend([Need::Chromium, Need::E2e]);
    let toolbox = Toolbox::with(&needs)?;
    build::site(&toolbox)?;

    let mut node = toolbox.node(&chromium()?)?;
    node.env("PADLOCK_SHOTS", root().join("target/shots"));
    match work {
        Work::Show(pages) => {
            heading("shots: every page and open state");
            node.arg("shots.mjs").args(pages);
        }
        Work::Compare => {
            heading("shots: do first screens look as they are kept?");
            node.args(["likeness.mjs", "compare"]);
        }
        Work::Keep => {
            heading("shots: first screens are kept");
            node.args(["likeness.mjs", "keep"]);
        }
    }
    shell::run(&mut node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_shown_and_all_exhibits_compared_or_kept() {
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let pages = words(&["rsa", "road"]);
        assert_eq!(parse(&[]).unwrap(), Work::Show(&[]));
        assert_eq!(parse(&pages).unwrap(), Work::Show(&pages));
        assert_eq!(parse(&words(&["--compare"])).unwrap(), Work::Compare);
        assert_eq!(parse(&words(&["--keep"])).unwrap(), Work::Keep);
        for (bad, says) in [
            (["--keep", "rsa"], "takes nothing else"),
            (["--compare", "--keep"], "takes nothing else"),
            (["rsa", "--kept"], "not \"--kept\""),
        ] {
            let failure = parse(&words(&bad)).unwrap_err().to_string();
            assert!(failure.contains(says), "{failure}");
        }
    }
}
