//! The key schedule as a tree (RFC 8446 §7.1), which grows with each step that
//! derives a value.

use crate::engine::picture::{Branch, SecretTree, Stage, Twig};
use crate::engine::trace::{Picture, Step};
use std::rc::Rc;

/// A value: what it is called, the label that makes it, what it is bound to.
type Place = [&'static str; 3];

/// What is made of the secrets for the handshake.
const HANDSHAKE: [(Place, &[Place]); 2] = [
    (
        ["CHTS", "“c hs traffic”", "H_hellos"],
        &[
            ["tk_chs", "“key”", ""],
            ["iv_chs", "“iv”", ""],
            ["nonce_chs", "“iv” ⊕ number", ""],
            ["fk_C", "“finished”", ""],
        ],
    ),
    (
        ["SHTS", "“s hs traffic”", "H_hellos"],
        &[
            ["tk_shs", "“key”", ""],
            ["iv_shs", "“iv”", ""],
            ["nonce_shs", "“iv” ⊕ number", ""],
            ["fk_S", "“finished”", ""],
        ],
    ),
];

/// What is made once the server has finished.
const DATA: [(Place, &[Place]); 4] = [
    (
        ["CATS", "“c ap traffic”", "H_server"],
        &[
            ["tk_capp", "“key”", ""],
            ["iv_capp", "“iv”", ""],
            ["nonce_capp", "“iv” ⊕ number", ""],
        ],
    ),
    (
        ["SATS", "“s ap traffic”", "H_server"],
        &[
            ["tk_sapp", "“key”", ""],
            ["iv_sapp", "“iv”", ""],
            ["nonce_sapp", "“iv” ⊕ number", ""],
        ],
    ),
    (["EMS", "“exp master”", "H_server"], &[]),
    (["RMS", "“res master”", "H_client"], &[]),
];

/// The tree before anything is made.
pub(super) fn bare() -> SecretTree {
    let twig = |[symbol, by, bound_to]: Place| Twig::to_come(symbol, by, bound_to);
    let branches = |all: &[(Place, &[Place])]| {
        let branches = all.iter().map(|(secret, leaves)| Branch {
            secret: twig(*secret),
            leaves: leaves.iter().copied().map(twig).collect(),
        });
        branches.collect()
    };
    let stage = |enters: &'static str, symbol, branches, onward: Option<&'static str>| Stage {
        enters: enters.into(),
        secret: twig([symbol, "HKDF-Extract", ""]),
        branches,
        onward: onward.map(|symbol| twig([symbol, "“derived”", "H_0"])),
    };
    SecretTree {
        stages: vec![
            stage("zeros", "ES", Vec::new(), Some("dES")),
            stage("shared secret", "HS", branches(&HANDSHAKE), Some("dHS")),
            stage("zeros", "MS", branches(&DATA), None),
        ],
    }
}

/// What the tree calls that which a step makes.
fn place(step: &Step) -> Option<String> {
    let made = step.values.last()?;
    let Some((keys, _)) = step.id.split_once("-nonce-") else {
        return Some(made.symbol.to_string());
    };
    let (side, stage) = keys.split_once('-')?;
    let stage = match stage {
        "handshake" => "hs",
        _ => "app",
    };
    Some(format!("nonce_{}{stage}", side.get(..1)?))
}

/// Grows the tree by what is made inside a step, and gives each step there that makes
/// a secret or a key the tree as it is then. A nonce has a picture of its own.
pub(super) fn grow(tree: &mut SecretTree, within: &mut Step) {
    for step in &mut within.inside.kept {
        let Some(place) = place(step) else { continue };
        tree.go_on();
        let Some(twig) = tree.twig(&place) else {
            continue;
        };
        if let Some(made) = step.values.last() {
            twig.make(made, format!("{}/{}", within.id, step.id));
        }
        if !place.starts_with("nonce") {
            let grown: Rc<dyn Picture> = Rc::new(tree.clone());
            Rc::make_mut(step).picture = Some(grown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::picture::When;
    use crate::engine::tls::connection::Interference;
    use crate::engine::tls::conversation::Story;
    use crate::engine::tls::tests::connected;

    #[test]
    fn each_secret_of_a_connection_has_its_place_and_its_step() {
        let story = Story::of(&connected(|_, _| {}, Interference::Nothing));
        let mut tree = bare();
        let mut pictures = Vec::new();
        for happening in &story.happenings {
            let mut step = happening.step.clone();
            grow(&mut tree, &mut step);
            let kept = step.inside.kept.iter();
            let trees = kept.filter_map(|one| one.picture.as_ref()?.downcast::<SecretTree>());
            pictures.extend(trees.cloned());
        }
        for twig in tree.twigs() {
            assert!(twig.when != When::Later, "{} was not made", twig.symbol);
            assert!(twig.step.contains('/'), "{twig:?}");
        }
        // Each of them shows one more, and just one is new.
        let grown = |tree: &SecretTree| {
            let mut tree = tree.clone();
            let all: Vec<When> = tree.twigs().map(|twig| twig.when).collect();
            let of = |when| all.iter().filter(|one| **one == when).count();
            [of(When::Before), of(When::Now)]
        };
        assert_eq!(grown(&pictures[0]), [0, 1]);
        for pair in pictures.windows(2) {
            let [before, after] = [grown(&pair[0]), grown(&pair[1])];
            assert!(
                after[1] == 1 && after[0] > before[0],
                "{before:?} {after:?}"
            );
        }
    }
}
