//! Why something is marked as a demonstration.

use crate::desk::Kind;
use crate::engine::ink::{Ink, plain};
use crate::ui::dry;
use crate::ui::state::{FinishedRun, State};
use crate::units::{About, Control, Fits, Input, Material, Randomness, Showing, Start};
use yew::prelude::*;

/// The mark, and in words what it means and what to do about it.
pub(super) fn demonstration(about: &About, run: &FinishedRun) -> Html {
    marked("why", &why(about, run))
}

/// The mark, with words for whoever points at it.
fn marked(class: &str, says: &str) -> Html {
    let says = plain(says);
    let mut ink = Ink::default();
    ink.put(format_args!("<p class=\"{class}\" title=\"{says}\"><span class=\"demonstration\">demonstration: not secret</span><span class=\"unseen\"> {says}</span></p>"));
    dry(ink)
}

/// What is said beside the button of an exhibit that will use a key that is no
/// secret.
pub(super) fn everybodys(state: &State, about: &'static About) -> Option<Html> {
    let names: Vec<String> = about
        .inputs
        .iter()
        .filter(|input| uses_a_key(input) && state.is_shown(about, input))
        .filter_map(|input| state.material(&state.selection(about, input)?))
        .filter(|thing| thing.demonstration)
        .map(|thing| thing.name)
        .collect();
    if names.is_empty() {
        return None;
    }
    let names = names.join(", ");
    let says = format!(
        "Everybody has this key ({names}), so whoever likes can do this too. Choose one of your own to do it in your name."
    );
    Some(marked("why", &says))
}

/// Whether a field takes a private key, or the certificate that stands for it.
fn uses_a_key(input: &Input) -> bool {
    match &input.control {
        Control::Thing(kinds) => {
            let is_secret = |kind: &Kind| kind.known_to().is_secret();
            matches!(input.fits, Fits::Signer(_)) || kinds.iter().all(is_secret)
        }
        _ => false,
    }
}

fn why(about: &About, run: &FinishedRun) -> String {
    let inputs = &run.inputs;
    let things: Vec<&Material> = about
        .inputs
        .iter()
        .filter(|input| match input.showing {
            Showing::Always => true,
            Showing::While(other, values) => values.contains(&inputs.text(other)),
        })
        .filter_map(|input| inputs.things.get(input.id))
        .filter(|thing| thing.demonstration)
        .collect();
    if let [key] = things.as_slice()
        && matches!(key.kind, Kind::PublicKey(_))
    {
        return format!(
            "The private half of this key ({}) is a demonstration key, so anybody can decrypt this.",
            key.name
        );
    }
    if !things.is_empty() {
        let names: Vec<&str> = things.iter().map(|thing| thing.name.as_str()).collect();
        return format!(
            "It is made from something that is no secret either: {}.",
            names.join(", ")
        );
    }
    match (&inputs.randomness, about.start) {
        (Randomness::Lesson(_), _) if !about.draws.applies(&inputs.values) => {}
        (word, Start::Button(label) | Start::Opened(label)) if *word == Randomness::default() => {
            return format!(
                "Everybody who opens this page sees these numbers. Press “{label}” for your own."
            );
        }
        (Randomness::Lesson(word), _) => {
            return format!(
                "Everybody who takes the word “{word}” gets these numbers. Empty that field under More settings for your own."
            );
        }
        (Randomness::Fresh(_), _) => {}
    }
    "It is made from numbers that everybody can have: published ones, or ones small enough to guess.".to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::desk::KeyKind;
    use crate::units::{self, Inputs, Output};

    fn says(id: &str, change: impl FnOnce(Inputs) -> Inputs) -> String {
        let about = units::find(id).unwrap();
        let inputs = change(Inputs::defaults(about));
        let output = Output::default();
        why(
            about,
            &FinishedRun {
                inputs,
                output,
                known: Vec::new(),
            },
        )
    }

    fn word(word: &str) -> impl FnOnce(Inputs) -> Inputs {
        move |inputs| Inputs {
            randomness: Randomness::Lesson(word.into()),
            ..inputs
        }
    }

    #[test]
    fn each_reason_has_its_words() {
        assert!(says("rsa-keygen", |inputs| inputs).contains("Press “Make the key”"));
        assert!(says("rsa-keygen", word("class 7")).contains("the word “class 7”"));
        assert!(says("rsa-keygen", |inputs| inputs.with("size", "toy")).contains("small enough"));
        let thing = Material {
            name: "Key".into(),
            kind: Kind::PrivateKey(KeyKind::Rsa),
            bytes: vec![0; 32].into(),
            demonstration: true,
        };
        let from = says("rsa-encrypt", |inputs| {
            inputs.with_thing("key", thing.clone())
        });
        assert!(from.ends_with("no secret either: Key."), "{from}");
        let public = says("rsa-encrypt", |inputs| {
            let thing = Material {
                name: "Public key".into(),
                kind: Kind::PublicKey(KeyKind::Rsa),
                ..thing.clone()
            };
            inputs.with_thing("key", thing)
        });
        assert!(public.ends_with("anybody can decrypt this."), "{public}");
        let unused = says("ca-root", |inputs| inputs.with_thing("key", thing));
        assert!(unused.contains("Press “Sign the root”"), "{unused}");
    }
}
