//! What there is to run.

use padlock::units::{self, Control, Input};
use std::fmt::Write as _;

/// The units and their inputs, with what each takes and holds at first.
pub(crate) fn units() -> String {
    let mut text = String::from(
        "cargo xtask unit ID [NAME=VALUE | NAME=@FILE]… [--seed WORD] [--passphrase WORD] [--desk FILE]… [--json]\n",
    );
    for about in units::ALL {
        // Writing to a string does not fail.
        let _ = writeln!(text, "\n{}: {}", about.id, about.question);
        for input in about.inputs {
            let _ = writeln!(text, "  {:<14} {}", input.id, describe(input));
        }
    }
    text
}

fn describe(input: &Input) -> String {
    let takes = match &input.control {
        Control::Line | Control::Code => "text".to_owned(),
        Control::Area | Control::CodeArea => "text of several lines".to_owned(),
        Control::Number { min, max } => format!("{min} to {max}"),
        Control::Choice(choices) => {
            let values: Vec<_> = choices.iter().map(|choice| choice.value).collect();
            values.join(" | ")
        }
        Control::Toggle => "yes | no".to_owned(),
        Control::Date => "a day, such as 2026-11-25".to_owned(),
        Control::Clock => "a time, such as 2026-11-25T12:00:00".to_owned(),
        Control::Passphrase => "a passphrase".to_owned(),
        Control::Thing(kinds) => {
            let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            format!("@FILE: {}", names.join(" or "))
        }
    };
    match (&input.control, input.default) {
        (_, "") => format!("{} ({takes})", input.label),
        (Control::Thing(_), default) => {
            format!("{} ({takes}; else from {default})", input.label)
        }
        (_, default) => format!("{} ({takes}; at first {default:?})", input.label),
    }
}
