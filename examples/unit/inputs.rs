//! Filling in a form from the command line.

use crate::arguments::Arguments;
use crate::{Outcome, Unusable, files};
use padlock::engine::pki::validity;
use padlock::units::{self, About, Control, Fits, Input, Inputs, Randomness, Showing};
use std::time::{SystemTime, UNIX_EPOCH};

/// All that the run depends on.
///
/// # Errors
/// Which word of the command line cannot be used, and why.
pub(crate) fn fill(arguments: &Arguments) -> Result<Inputs, Unusable> {
    let about = arguments.unit;
    let passphrase = arguments.passphrase.as_deref();
    let at = |input: &str| {
        let input = input.to_owned();
        move |says| Unusable { input, says }
    };
    let mut inputs = Inputs {
        randomness: randomness(arguments.seed.as_deref()).map_err(at("--seed"))?,
        now: now(),
        ..Inputs::defaults(about)
    };
    for input in about.inputs {
        if let (Control::Passphrase, Some(word)) = (&input.control, passphrase) {
            inputs = inputs.with(input.id, word);
        }
    }
    for (name, value) in &arguments.values {
        inputs = match about.input(name) {
            Some(input) => set(inputs, about, input, value, passphrase).map_err(at(name))?,
            // The clock, where the form has none.
            None if name == "time" => Inputs {
                now: validity::parse(value).map_err(|_| {
                    at(name)(format!(
                        "Expected a time such as 2026-11-25T12:00:00, found {value:?}."
                    ))
                })?,
                ..inputs
            },
            None => {
                let known: Vec<_> = about.inputs.iter().map(|input| input.id).collect();
                let says = format!(
                    "{} has no input {name:?}. It has: {}.",
                    about.id,
                    known.join(", ")
                );
                return Err(at(name)(says));
            }
        };
    }
    let inputs = beside(inputs, arguments).map_err(at("--desk"))?;
    let inputs = opened(inputs, arguments);
    Ok(examples(inputs, about, arguments.seed.as_deref()))
}

/// Lays the files of the desk beside the fields that take what is there.
fn beside(mut inputs: Inputs, arguments: &Arguments) -> Result<Inputs, String> {
    for (number, file) in arguments.desk.iter().enumerate() {
        let (path, nth) = files::path(file);
        let mut taken = false;
        for input in arguments.unit.inputs {
            if let Fits::Beside(kind) = input.fits {
                let thing = files::thing(path, nth, &[kind], arguments.passphrase.as_deref())?;
                taken |= thing.kind == kind;
                inputs = inputs.with_thing(&Inputs::beside(input.id, number), thing);
            }
        }
        if !taken {
            let unit = arguments.unit.id;
            return Err(format!(
                "{unit} takes nothing of what is in {file} from the desk."
            ));
        }
    }
    Ok(inputs)
}

/// Brings into use what was filled in: a field that is shown only while another
/// holds one value sets that one, where nobody else did.
fn opened(mut inputs: Inputs, arguments: &Arguments) -> Inputs {
    let named = |id: &str| arguments.values.iter().any(|(name, _)| name == id);
    for input in arguments.unit.inputs {
        if let Showing::While(other, [value]) = input.showing
            && named(input.id)
            && !named(other)
        {
            inputs = inputs.with(other, *value);
        }
    }
    inputs
}

/// Fills in one field.
fn set(
    inputs: Inputs,
    about: &About,
    input: &Input,
    value: &str,
    passphrase: Option<&str>,
) -> Result<Inputs, String> {
    let file = value.strip_prefix('@');
    match (&input.control, file) {
        (Control::Thing(kinds), Some(file)) => {
            let (path, number) = files::path(file);
            let thing = files::thing(path, number, kinds, passphrase)?;
            Ok(inputs.with_thing(input.id, thing))
        }
        (Control::Thing(_), None) => Err(format!(
            "Expected @FILE, since it takes a thing, found {value:?}."
        )),
        (_, Some(file)) if about.id == units::IMPORT.id && input.id == "file" => {
            Ok(inputs.with_file(files::whole(file)?))
        }
        (control, Some(file)) => {
            let bytes = files::read(file)?;
            let text = String::from_utf8(bytes)
                .map_err(|error| format!("{file} is not text: {}.", error.utf8_error()))?;
            // A field of one line holds no line ends.
            let text = match control {
                Control::Area | Control::CodeArea => text,
                _ => text.replace(['\r', '\n'], ""),
            };
            Ok(inputs.with(input.id, text))
        }
        (_, None) => Ok(inputs.with(input.id, value)),
    }
}

/// Hands in what the page would for things that were not named: what another
/// unit makes with its defaults.
fn examples(mut inputs: Inputs, about: &About, seed: Option<&str>) -> Inputs {
    for input in about.inputs {
        let is_wanted = !inputs.things.contains_key(input.id) && is_shown(&inputs, input);
        let maker = input.maker().filter(|_| is_wanted);
        let Some((maker, index)) =
            maker.and_then(|(unit, index)| Some((units::find(unit)?, index)))
        else {
            continue;
        };
        let made = Inputs {
            randomness: seed.map_or_else(Randomness::default, |word| {
                Randomness::Lesson(word.to_owned())
            }),
            now: inputs.now,
            ..Inputs::defaults(maker)
        };
        let made = examples(made, maker, seed);
        if let Outcome::Output(output) = crate::run(maker, &made)
            && let Some(draft) = output.drafts.get(index)
        {
            inputs = inputs.with_thing(input.id, draft.into());
        }
    }
    inputs
}

/// Whether a field is in use, as the others have it.
fn is_shown(inputs: &Inputs, input: &Input) -> bool {
    match input.showing {
        Showing::Always => true,
        Showing::While(other, values) => values.contains(&inputs.text(other)),
    }
}

/// Chance of the system's, or from a word.
fn randomness(seed: Option<&str>) -> Result<Randomness, String> {
    if let Some(word) = seed {
        return Ok(Randomness::Lesson(word.to_owned()));
    }
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| format!("The system gives no chance: {error}."))?;
    Ok(Randomness::Fresh(seed))
}

/// Seconds since 1970.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
