//! The picture of what is made from what, held against the trace.

use padlock::engine::picture::{Dataflow, Node};
use padlock::engine::trace::{
    Data, Enclosure, Equation, Expr, Observer, Recorder, Relation, Step, Trace, Value,
};
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
    for Enclosure { whole, parts } in steps.iter().flat_map(|step| &step.encloses) {
        let whole = bytes(whole);
        for part in parts {
            let part_bytes = bytes(part);
            let mut windows = whole.windows(part_bytes.len());
            assert!(
                windows.any(|window| window == part_bytes),
                "{what}: {}",
                part.symbol
            );
        }
    }
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

/// The nodes of a map with what each is made from, by names.
fn map(steps: Vec<Step>) -> Vec<(String, Vec<usize>)> {
    let mut recorder = Recorder::default();
    for step in steps {
        recorder.step(|| step);
    }
    let trace = recorder.finish();
    assert!(trace.lies().is_empty());
    let flow = Dataflow::of(&trace, &[]).unwrap();
    let nodes = flow.nodes.iter();
    nodes
        .map(|node| (node.name.to_string(), node.from.clone()))
        .collect()
}

fn made(id: &'static str, result: &Value, from: Expr) -> Step {
    Step::new(id, id).equation(Equation::equal(result, from))
}

#[test]
fn equal_strings_of_different_origin_are_two_and_one_that_is_used_often_is_one() {
    let [a, b, c, d] = [("a", 1), ("b", 6), ("c", 2), ("d", 5)]
        .map(|(symbol, byte)| Value::public_bytes(symbol, [byte; 32]));
    // Both are called x, and both are 7.
    let one = Value::public_bytes("x", [7; 32]);
    let other = Value::public_bytes("x", [7; 32]);
    assert!(one == other && !one.is(&other));
    let nodes = map(vec![
        made("one", &one, Expr::xor(&a, &b)),
        made("other", &other, Expr::xor(&c, &d)),
        made(
            "of-one",
            &Value::public_bytes("y", [6; 32]),
            Expr::xor(&one, &a),
        ),
        made(
            "of-other",
            &Value::public_bytes("z", [5; 32]),
            Expr::xor(&other, &c),
        ),
    ]);
    let at = |name: &str| -> Vec<usize> {
        let all = nodes.iter().enumerate();
        all.filter(|(_, (own, _))| own == name)
            .map(|(at, _)| at)
            .collect()
    };
    let [first, second] = at("x")[..] else {
        panic!("{nodes:?}");
    };
    let from = |name: &str| &nodes[at(name)[0]].1;
    assert!(
        from("y").contains(&first) && !from("y").contains(&second),
        "{nodes:?}"
    );
    assert!(
        from("z").contains(&second) && !from("z").contains(&first),
        "{nodes:?}"
    );

    // Used five times, three of them by its name alone.
    let named = || Value::public_bytes("x", [7; 32]);
    let uses = [one.clone(), one.clone(), named(), named(), named()];
    let results = ["p", "q", "r", "s", "t"];
    let mut steps = vec![made("one", &one, Expr::xor(&a, &b))];
    for (own, result) in uses.iter().zip(results) {
        let value = Value::public_bytes(result, [6; 32]);
        steps.push(made(result, &value, Expr::xor(own, &a)));
    }
    let nodes = map(steps);
    let count = nodes.iter().filter(|(name, _)| name == "x").count();
    assert_eq!(count, 1, "{nodes:?}");
}
