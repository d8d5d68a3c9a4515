//! What a run begins with: its subject in one picture. It is told before
//! anything is checked, from what is known by then, and completed at the end
//! of the run ([`Recorder::opening`](crate::engine::trace::Recorder::opening)).

use crate::engine::trace::{OPENING, Picture, Step};

/// The step with a picture.
pub(super) fn step(title: &'static str, says: &'static str, picture: impl Picture) -> Step {
    Step::new(OPENING, title).says(says).picture(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::picture::{Board, Column, Form, Pair, Pin, Token};
    use crate::engine::trace::Recorder;
    use crate::units::{self, Inputs, Page, Size};
    use std::collections::BTreeMap;

    /// The picture that a run opens with, of a unit at its defaults but for
    /// these.
    fn opens<T: Picture + Clone>(unit: &str, sets: &[(&'static str, &'static str)]) -> T {
        let about = units::find(unit).expect("a unit");
        let inputs = Inputs::after(about, Size::Real, &makers(about));
        let inputs = sets
            .iter()
            .fold(inputs, |inputs, (input, value)| inputs.with(input, *value));
        let mut recorder = Recorder::default();
        units::run(unit, &inputs, &mut recorder).expect("a run");
        let trace = recorder.finish();
        let first = trace.steps.kept.first().expect("a step");
        let picture = first.picture.as_deref().expect("a picture");
        picture
            .downcast::<T>()
            .unwrap_or_else(|| panic!("{picture:?}"))
            .clone()
    }

    /// What the units before this one on its page make.
    fn makers(about: &units::About) -> BTreeMap<&'static str, units::Output> {
        let mut made = BTreeMap::new();
        let before = units::on(about.page).take_while(|one| one.id != about.id);
        for one in before {
            let inputs = Inputs::after(one, Size::Real, &made);
            let output = units::run(one.id, &inputs, &mut Recorder::default()).expect("a run");
            made.insert(one.id, output);
        }
        made
    }

    fn outcomes(pins: &[Pin]) -> Vec<Option<bool>> {
        pins.iter().map(|pin| pin.holds).collect()
    }

    #[test]
    fn a_token_that_is_refused_shows_where() {
        let token: Token = opens("fernet-decrypt", &[]);
        assert_eq!(outcomes(&token.pins), [Some(true); 8]);
        assert_eq!(token.letters.concat(), "hello");
        // The example of the specification, with a letter changed in its HMAC.
        let token: Token = opens(
            "fernet-decrypt",
            &[(
                "token",
                "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwrDA==",
            )],
        );
        let refused = [
            Some(true),
            Some(true),
            Some(true),
            Some(true),
            Some(true),
            Some(false),
            None,
            None,
        ];
        assert_eq!(outcomes(&token.pins), refused);
        assert_eq!(token.letters.len(), 0, "no message comes out");
    }

    #[test]
    fn a_chain_shows_the_check_that_fails() {
        let failed = |sets: &[(&'static str, &'static str)]| {
            let board: Board = opens("check-certificate", sets);
            let failed = board.pins.iter().filter(|pin| pin.holds == Some(false));
            let failed: Vec<String> = failed.map(|pin| pin.name.to_string()).collect();
            (board, failed)
        };
        let (board, none) = failed(&[]);
        assert_eq!((none.len(), board.pins.len()), (0, 15));
        assert_eq!(
            board.says,
            "From the top: Padlock demo root, which signs localhost."
        );
        let (_, host) = failed(&[("host", "example.org")]);
        assert_eq!(host, ["The certificate names the host"]);
        let (board, _) = failed(&[("tamper", "signature")]);
        let Some(Column::Way(ways)) = board.columns.get(1) else {
            panic!("nothing between");
        };
        assert_eq!(ways[0].holds, Some(false));
        assert_eq!(
            ways[0].fill.map(|fill| fill.value),
            Some("none"),
            "and back"
        );
    }

    /// The checks of a chain share one picture, which counts them.
    #[test]
    fn each_check_lights_what_it_is_about() {
        let about = units::find("check-certificate").expect("a unit");
        let inputs = Inputs::after(about, Size::Real, &makers(about));
        let checks = |tamper: &'static str| {
            let mut recorder = Recorder::default();
            let inputs = inputs.clone().with("tamper", tamper);
            units::run(about.id, &inputs, &mut recorder).expect("a run");
            let trace = recorder.finish();
            let steps = trace.steps.kept.iter();
            let pairs = steps.filter_map(|step| match step.picture.as_deref() {
                Some(picture) => {
                    let pair = picture.downcast::<Pair>()?;
                    Some((step.id.to_string(), pair.clone()))
                }
                None => None,
            });
            pairs.collect::<Vec<_>>()
        };
        let all = checks("none");
        let counts: Vec<usize> = all.iter().map(|(_, pair)| pair.pins.len()).collect();
        assert_eq!(counts, (1..=15).collect::<Vec<_>>());
        assert!(all.iter().all(|(_, pair)| pair.checks == 15));
        let of = |all: &[(String, Pair)], id: &str| {
            let found = all.iter().find(|(of, _)| of == id);
            found.map(|(_, pair)| pair.clone()).expect("a check")
        };
        // The issuer of the one is the subject of the other.
        assert_eq!(of(&all, "chaining").joined(), Some([1, 0]));
        let usage = of(&all, "issuer-usage");
        assert_eq!(usage.sheets[1].values[5], "keyCertSign, cRLSign");
        assert_eq!((usage.joined(), &*usage.against), (None, "keyCertSign"));
        let broken = of(&checks("signature"), "signature");
        assert_eq!((broken.joined(), broken.holds), (Some([8, 2]), Some(false)));
    }

    #[test]
    fn where_nothing_is_signed_there_is_no_certificate() {
        let last = |sets: &[(&'static str, &'static str)]| {
            let board: Board = opens("issue", sets);
            board.columns.last().cloned()
        };
        let form = |column: Option<Column>| match column {
            Some(Column::Card(card)) => (card.form, card.lines.len()),
            other => panic!("{other:?}"),
        };
        assert_eq!(form(last(&[])), (Form::Certificate, 7));
        assert_eq!(form(last(&[("tamper", "signature")])), (Form::Empty, 0));
    }

    /// Every exhibit opens with a picture of its own and a sentence that is
    /// short.
    #[test]
    fn every_exhibit_opens_with_a_picture() {
        for size in [Size::Small, Size::Real] {
            let mut made = BTreeMap::new();
            for about in units::ALL.iter().filter(|about| about.page != Page::Desk) {
                let inputs = Inputs::after(about, size, &made);
                let mut recorder = Recorder::default();
                let output = units::run(about.id, &inputs, &mut recorder).expect("a run");
                let output = output.told(recorder.finish());
                let first = output.trace.steps.kept.first().expect("a step");
                let what = format!("{}, {}", about.id, size.id());
                // Why it works opens as it was: with all numbers at once.
                let shown = [OPENING, "all"].contains(&&*first.id);
                assert!(shown, "{what} opens with {}", first.id);
                assert!(
                    first.drawing.is_some() || first.shares.is_some(),
                    "{what} has no picture"
                );
                if first.id == OPENING {
                    assert!(first.says.chars().count() <= 90, "{what}: {}", first.says);
                }
                made.insert(about.id, output);
            }
        }
    }
}
