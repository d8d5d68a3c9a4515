//! `cargo xtask shots`: what every page looks like, in `target/shots/`.

use crate::build;
use crate::shell::{self, Result, heading, root};
use crate::tools::{Need, Toolbox, chromium};

/// The command. Builds the site first, so that the pictures show what is there.
pub(crate) fn run(pages: &[String]) -> Result<()> {
    let mut needs = build::NEEDS.to_vec();
    needs.extend([Need::Chromium, Need::E2e]);
    let toolbox = Toolbox::with(&needs)?;
    build::site(&toolbox)?;

    heading("shots: every page and open state");
    shell::run(
        toolbox
            .node(&chromium()?)?
            .arg("shots.mjs")
            .args(pages)
            .env("PADLOCK_SHOTS", root().join("target/shots")),
    )
}
