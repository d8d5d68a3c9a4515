//! The picture of what is made from what, held against the trace.

use padlock::engine::figure::{Dataflow, Node};
use padlock::engine::trace::{Data, Recorder, Relation, Step, Trace, Value};
use padlock::units::{self, Inputs, Size};
use std::collections::BTreeMap;

fn bytes(value: &Value) -> Vec<u8> {
    match &value.data {
        Data::Bytes(bytes) => bytes.clone(),
        Data::Text(text) => text.clone().into_bytes(),
        Data::Integer(number) => number.to_bytes_be().1,
        Data::Ends(_) | Data::Withheld => panic!("{} is not whole", value.symbol),
    }
}

/// Every value of the graph is a value of its step, and is made from the others
/// by an equation of a step, in a step's table, or because they stand in it; and
/// it stands below them.
pub(crate) fn assert_flow(what: &str, trace: &Trace, flow: &Dataflow) {
    let steps: Vec<&Step> = trace.paths().into_iter().map(|(_, step)| step).collect();
    assert!(
        flow.nodes.iter().any(|node| !node.from.is_empty()),
        "{what}"
    );
    assert!(flow.says.len() > 30, "{what}");
    for row in 0..flow.rows {
        let abreast = flow.nodes.iter().filter(|node| node.at.0 == row);
        assert!((1..=4).contains(&abreast.count()), "{what}: row {row}");
    }
    for (number, node) in flow.nodes.iter().enumerate() {
        let what = format!("{what}: {}", node.name);
        let step = trace
            .at(&node.step)
            .unwrap_or_else(|| panic!("{what} at {}", node.step));
        let own = |value: &&Value| value.symbol == node.name;
        let shows = |value: &Value| own(&value) && bytes(value).starts_with(&node.bytes);
        if !node.is_check() {
            assert!(step.mentioned().any(shows), "{what}");
        }
        assert!(node.at.0 < flow.rows && node.at.1 <= 1000, "{what}");
        assert!(node.roots.iter().all(|root| *root < number), "{what}");
        for from in &node.from {
            let above = &flow.nodes[*from];
            assert!(above.at.0 < node.at.0, "{what} from {}", above.name);
            assert!(node.roots.contains(from), "{what}");
            assert!(
                above.roots.iter().all(|root| node.roots.contains(root)),
                "{what}"
            );
            assert!(is_told(node, above, &steps), "{what} from {}", above.name);
        }
        assert_eq!(node.from.is_empty(), node.work.is_empty(), "{what}");
    }
}

/// Whether a step says that one is made from the other.
fn is_told(node: &Node, from: &Node, steps: &[&Step]) -> bool {
    let has = |values: &[&Value], node: &Node| {
        values
            .iter()
            .any(|value| value.symbol == node.name && bytes(value).starts_with(&node.bytes))
    };
    steps.iter().any(|step| match &*node.work {
        "contains" => {
            let inner = step.mentioned().find(|value| value.symbol == from.name);
            let inner = inner
                .filter(|inner| bytes(inner).starts_with(&from.bytes))
                .map(bytes);
            let whole = steps.iter().flat_map(|step| step.mentioned());
            inner.is_some_and(|inner| {
                whole
                    .into_iter()
                    .filter(|whole| whole.symbol == node.name)
                    .any(|whole| {
                        bytes(whole)
                            .windows(inner.len())
                            .any(|window| window == inner)
                    })
            })
        }
        "step by step" => {
            let all: Vec<&Value> = step.values.iter().collect();
            has(&all, node) && has(&all, from)
        }
        _ => step.equations.iter().any(|equation| {
            let mut all = equation.left.values();
            all.extend(equation.right.values());
            let compares = matches!(equation.relation, Relation::Equal | Relation::NotEqual);
            compares && has(&all, from) && (node.is_check() || has(&all, node))
        }),
    })
}

/// What a unit's graph says at its defaults: each value with those that it is
/// made from.
fn graph(id: &str) -> Vec<String> {
    let about = units::find(id).unwrap();
    let inputs = Inputs::after(about, Size::Real, &BTreeMap::new());
    let mut recorder = Recorder::default();
    let output = units::run(id, &inputs, &mut recorder).unwrap();
    let flow = output.told(recorder.finish()).flow.unwrap();
    let name = |at: &usize| flow.nodes[*at].name.to_string();
    let line = |node: &Node| {
        let from: Vec<String> = node.from.iter().map(name).collect();
        format!("{} = {}({})", node.name, node.work, from.join(", "))
    };
    flow.nodes.iter().map(line).collect()
}

#[test]
fn a_token_is_followed_to_its_key_and_its_message() {
    let told = graph("fernet-encrypt");
    for line in [
        "K_sign = cut(K)",
        "K_enc = cut(K)",
        "P = ‖(M, n)",
        "C = step by step(K_enc, IV, P)",
        "signed = ‖(version, T, IV, C)",
        "h = SHA-256(K_i, signed)",
        "tag = SHA-256(K_o, h)",
        "token = base64url(signed, tag)",
    ] {
        assert!(told.iter().any(|one| one == line), "{line}: {told:#?}");
    }
}

#[test]
fn a_token_is_taken_apart_the_other_way_round() {
    let told = graph("fernet-decrypt");
    for line in [
        "bytes = read base64url(token)",
        "tag = cut(bytes)",
        "C = cut(signed)",
        "P = step by step(K_enc, IV, C)",
        "M = cut(P)",
        "= = =(tag', tag)",
    ] {
        assert!(told.iter().any(|one| one == line), "{line}: {told:#?}");
    }
}
