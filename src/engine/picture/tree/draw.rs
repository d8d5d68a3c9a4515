//! A tree of secrets: the trunk at the left, from top to bottom; beside each of its
//! secrets what is made from it, and at the right what is used at last.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone::Tone;
use crate::engine::picture::{Branch, SecretTree, Stage, Twig, When};

pub(super) fn tree(tree: &SecretTree) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<ol class=\"opening secret-tree\">"));
    for one in &tree.stages {
        stage(one, &mut ink);
    }
    ink.put(format_args!("</ol>"));
    ink
}

/// Whether a stage holds what is made now: a small picture opens that one alone.
fn is_present(stage: &Stage) -> bool {
    let branches = stage.branches.iter();
    let mut twigs = branches
        .flat_map(|branch| std::iter::once(&branch.secret).chain(&branch.leaves))
        .chain([&stage.secret])
        .chain(&stage.onward);
    twigs.any(|twig| twig.when == When::Now)
}

fn stage(stage: &Stage, ink: &mut Ink) {
    ink.put(format_args!("<li"));
    if is_present(stage) {
        ink.put(format_args!(" data-present"));
    }
    let enters = plain(&stage.enters);
    ink.put(format_args!(
        "><p class=\"trunk\"><small>{enters} ↓</small>"
    ));
    twig(&stage.secret, ink);
    ink.put(format_args!("</p>"));
    if !stage.branches.is_empty() {
        ink.put(format_args!("<ul>"));
        stage.branches.iter().for_each(|one| branch(one, ink));
        ink.put(format_args!("</ul>"));
    }
    if let Some(onward) = &stage.onward {
        ink.put(format_args!("<p class=\"onward\">"));
        twig(onward, ink);
        made_by(onward, ink);
        ink.put(format_args!("</p>"));
    }
    ink.put(format_args!("</li>"));
}

fn branch(branch: &Branch, ink: &mut Ink) {
    ink.put(format_args!("<li>"));
    made_by(&branch.secret, ink);
    twig(&branch.secret, ink);
    for leaf in &branch.leaves {
        twig(leaf, ink);
    }
    ink.put(format_args!("</li>"));
}

/// By which label, and bound to what.
fn made_by(twig: &Twig, ink: &mut Ink) {
    let by = plain(&twig.by);
    ink.put(format_args!("<span class=\"by\">{by}"));
    if !twig.bound_to.is_empty() {
        ink.put(format_args!(" <small>"));
        ink.symbol(&twig.bound_to);
        ink.put(format_args!("</small>"));
    }
    ink.put(format_args!("</span>"));
}

/// A value: pressed, it leads to the step that made it.
fn twig(twig: &Twig, ink: &mut Ink) {
    let Some(begins) = &twig.begins else {
        ink.put(format_args!(
            "<span class=\"twig\" data-when=\"coming\"><b>"
        ));
        ink.symbol(&twig.symbol);
        ink.put(format_args!("</b></span>"));
        return;
    };
    let Tone { name, mark, .. } = Tone::of(twig.known_to);
    let when = if twig.when == When::Now {
        "now"
    } else {
        "past"
    };
    let (step, means, begins) = (plain(&twig.step), plain(&twig.means), plain(begins));
    ink.put(format_args!("<button type=\"button\" class=\"twig\" data-when=\"{when}\" data-visibility=\"{name}\" data-step=\"{step}\" title=\"{means}\"><b><span aria-hidden=\"true\">{mark}</span> "));
    ink.symbol(&twig.symbol);
    ink.put(format_args!("</b><small>{begins}…</small></button>"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::{Actor, Knowers};
    use crate::engine::trace::{Data, Value};

    #[test]
    fn what_is_made_leads_to_its_step_and_what_is_not_is_an_empty_place() {
        let mut all = SecretTree {
            stages: vec![Stage {
                enters: "the <shared> secret".into(),
                secret: Twig::to_come("HS", "Extract", ""),
                branches: Vec::new(),
                onward: Some(Twig::to_come("dHS", "“derived”", "H_0")),
            }],
        };
        let empty = tree(&all).into_markup();
        assert!(
            !empty.contains("<button") && !empty.contains("data-present"),
            "{empty}"
        );
        assert!(empty.contains("the &lt;shared> secret"), "{empty}");
        let ends = Knowers::these(&[Actor::Client, Actor::Server]);
        let made = Value::new("HS", Data::Bytes(vec![0xab; 32]), ends).meaning("a secret");
        all.twig("HS").unwrap().make(&made, "shared/handshake");
        let grown = tree(&all).into_markup();
        for part in [
            "<li data-present>",
            "data-when=\"now\" data-visibility=\"secret shared\" data-step=\"shared/handshake\" title=\"a secret\"",
            "ababab…",
            "data-when=\"coming\"",
        ] {
            assert!(grown.contains(part), "{part}: {grown}");
        }
        assert!(!grown.contains("abababab"), "{grown}");
    }
}
