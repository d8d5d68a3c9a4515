//! What a picture shows, held against what the equation is worth.

use num_bigint::BigInt;
use padlock::engine::picture::{
    self, Bar, Lanes, Machine, Number, Ring, Scale, Strip, Track, When,
};
use padlock::engine::trace::{Data, Equation, Expr, OPENING, Relation, Step, Trace, Value};
use padlock::ui::walk::Walk;

/// The values of an equation.
fn mentioned(equation: &Equation) -> Vec<&Value> {
    let mut all = equation.left.values();
    all.extend(equation.right.values());
    if let Relation::Congruent(modulus) | Relation::NotCongruent(modulus) = &equation.relation {
        all.extend(modulus.values());
    }
    all
}

/// The number of this name in an equation.
fn value_of(equation: &Equation, name: &str) -> BigInt {
    let all = mentioned(equation).into_iter();
    let mut integers = all.filter_map(|value| match &value.data {
        Data::Integer(integer) if value.symbol == name => Some(integer.clone()),
        _ => None,
    });
    integers.next().expect("a number of that name")
}

/// Whether a place is a number's share of another, in thousandths.
fn assert_near(what: &str, number: &BigInt, whole: &BigInt, place: u32) {
    let off: BigInt = (number * 1000) / whole.max(&BigInt::from(1)) - place;
    assert!(off.bits() <= 1, "{what}: {number} of {whole} at {place}");
}

/// Whether a number on a way is this one, whole or by its ends.
fn assert_written(what: &str, shown: &Number, number: &BigInt) {
    let bytes = number.to_bytes_be().1;
    let written = match (shown.is_long, bytes.first(), bytes.last()) {
        (true, Some(first), Some(last)) => format!("{first:02x}…{last:02x}"),
        _ => number.to_string(),
    };
    assert_eq!(shown.says, written, "{what}: {}", shown.name);
}

/// Every equation has a picture, and whatever it shows is what the equation
/// says.
pub(crate) fn assert_drawn(what: &str, step: &Step) -> usize {
    for equation in &step.equations {
        let Some(drawn) = picture::of_equation(equation, step) else {
            panic!("{what}: {equation} has no picture");
        };
        assert!(!drawn.says().is_empty(), "{what}");
        let arguments = match (&equation.left, &equation.right) {
            (Expr::Apply(_, arguments), _) | (_, Expr::Apply(_, arguments)) => arguments.as_slice(),
            _ => &[],
        };
        let bytes = |one: &Expr| one.evaluate().unwrap().bytes().unwrap();
        by_kind!(&*drawn, {
            Bar(bar) =>
                if bar.is_cut {
                    let (left, right) = (&equation.left, &equation.right);
                    assert_eq!(bytes(left), bytes(right), "{what}");
                    let lit = bar.parts.iter().find(|part| part.lit).unwrap();
                    assert_eq!(bar.bytes[lit.range.clone()], bytes(left), "{what}");
                } else {
                    let arguments = arguments.iter().map(bytes);
                    let parts: Vec<_> = arguments.filter(|bytes| !bytes.is_empty()).collect();
                    assert_eq!(parts.len(), bar.parts.len(), "{what}");
                    for (bytes, part) in parts.iter().zip(&bar.parts) {
                        assert_eq!(&bar.bytes[part.range.clone()], &bytes[..], "{what}");
                    }
                },
            Lanes(lanes) =>
                if lanes.sign == "=" {
                    let (left, right) = (bytes(&equation.left), bytes(&equation.right));
                    assert_eq!(lanes.lanes[0].bytes, left, "{what}");
                    assert_eq!(lanes.lanes[1].bytes, right, "{what}");
                    assert_eq!(lanes.differing().is_empty(), left == right, "{what}");
                } else {
                    let (last, above) = lanes.lanes.split_last().unwrap();
                    for (at, byte) in last.bytes.iter().enumerate() {
                        let made = above.iter().map(|lane| lane.bytes[at]);
                        let made = made.reduce(|a, b| match lanes.sign {
                            "∧" => a & b,
                            _ => a ^ b,
                        });
                        assert_eq!(Some(*byte), made, "{what}: byte {at}");
                    }
                },
            Track(track) => {
                let integer = |at: usize| arguments[at].evaluate().unwrap().integer().unwrap();
                let (base, e, n) = (integer(0), integer(1), integer(2));
                assert_eq!(track.bits.len() as u64, e.bits(), "{what}");
                let mut so_far = BigInt::from(0);
                for (at, bit) in track.bits.iter().enumerate() {
                    so_far = so_far * 2 + i32::from(*bit);
                    if let Some(stop) = track.stop(at) {
                        assert_written(what, &stop.after, &base.modpow(&so_far, &n));
                        if let Some(squared) = &stop.squared {
                            let before: BigInt = &so_far - 1;
                            assert_written(what, squared, &base.modpow(&before, &n));
                        }
                    }
                }
                assert_eq!(so_far, e, "{what}");
            },
            Ring(ring) => {
                let (n, end) = match (&equation.relation, &equation.left, &equation.right) {
                    (Relation::Congruent(n) | Relation::NotCongruent(n), _, end) => (&**n, end),
                    (Relation::Divides, n, _) => (n, &Expr::Constant(0)),
                    (_, end @ Expr::Value(_), _) | (_, _, end) => (&arguments[1], end),
                };
                let n = n.evaluate().unwrap().integer().unwrap();
                let end = end.evaluate().unwrap().integer().unwrap();
                let (last, others) = ring.marks.split_last().unwrap();
                assert_near(what, &end, &n, last.place);
                for mark in others {
                    let value = value_of(equation, &mark.name);
                    assert_near(what, &value, &n, mark.place);
                }
                if let Some(places) = ring.places {
                    assert_eq!(BigInt::from(places), n, "{what}");
                }
                if let Some(rounds) = &ring.rounds {
                    let way = match (&equation.relation, &equation.left, &equation.right) {
                        (Relation::Congruent(_) | Relation::NotCongruent(_), way, _) => way,
                        (Relation::Divides, _, way) => way,
                        _ => &arguments[0],
                    };
                    let way = way.evaluate().unwrap().integer().unwrap();
                    assert_eq!(
                        rounds.parse::<BigInt>().unwrap(),
                        way / n,
                        "{what}: {equation}"
                    );
                }
            },
            Scale(scale) => {
                let values: Vec<BigInt> = scale
                    .marks
                    .iter()
                    .map(|mark| value_of(equation, &mark.name))
                    .collect();
                let largest = values.iter().max_by_key(|value| value.magnitude()).unwrap();
                for (value, mark) in values.iter().zip(&scale.marks) {
                    if scale.in_bits {
                        let bits = BigInt::from(value.bits());
                        assert_near(what, &bits, &largest.bits().into(), mark.place);
                    } else {
                        let size = |value: &BigInt| BigInt::from(value.magnitude().clone());
                        assert_near(what, &size(value), &size(largest), mark.place);
                    }
                }
            },
            Machine(machine) => {
                for lane in machine.input.iter().chain(&machine.output) {
                    let named = |name: &str| {
                        let values = mentioned(equation).into_iter();
                        values.into_iter().find(|value| value.symbol == name)
                    };
                    let Some(value) = named(&lane.name) else {
                        // Several that go in as one, cut where the next begins.
                        let mut bytes = Vec::new();
                        for part in lane.name.split('‖').map(str::trim) {
                            assert!(
                                bytes.is_empty() || lane.cuts.contains(&bytes.len()),
                                "{what}"
                            );
                            let Data::Bytes(part) = &named(part).unwrap().data else {
                                panic!("{what}: {part} is no byte string");
                            };
                            bytes.extend_from_slice(part);
                        }
                        assert_eq!(bytes, lane.bytes, "{what}: {}", lane.name);
                        continue;
                    };
                    let is_it = match &value.data {
                        Data::Bytes(bytes) => *bytes == lane.bytes,
                        Data::Text(text) => text.as_bytes() == lane.bytes,
                        Data::Integer(number) => number.magnitude().to_bytes_be() == lane.bytes,
                        Data::Ends(_) => true,
                        Data::Withheld => false,
                    };
                    assert!(is_it, "{what}: {}", lane.name);
                }
            },
        });
    }
    let whole = picture::of_step(step).into_iter().count();
    picture::of(step).len().max(whole)
}

/// Whatever a picture that steps share shows is a value of a step up to the
/// present one, in its own width.
pub(crate) fn assert_scenes(what: &str, trace: &Trace) {
    let walk = Walk::of(trace);
    for (number, stop) in walk.stops.iter().enumerate() {
        let drawn = walk.shared(number);
        assert_eq!(drawn.is_some(), stop.step.shares.is_some(), "{what}");
        let Some(drawn) = drawn else { continue };
        // What a run begins with is all that comes.
        let come = match stop.step.id == OPENING {
            true => walk.stops.len(),
            false => number + 1,
        };
        let told: Vec<&Value> = walk.stops[..come]
            .iter()
            .flat_map(|stop| {
                let sides = stop.step.equations.iter();
                let sides = sides.flat_map(|one| [one.left.values(), one.right.values()]);
                stop.step.values.iter().chain(sides.flatten())
            })
            .collect();
        let measure = drawn
            .strips
            .iter()
            .max_by_key(|strip| strip.length)
            .unwrap();
        for strip in &drawn.strips {
            let shown = Data::Bytes(strip.bytes.clone());
            let is_told = told
                .iter()
                .any(|one| one.symbol == strip.name && one.data == shown);
            assert_eq!(is_told, strip.when != When::Later, "{what}: {}", strip.name);
            assert_eq!(strip.bytes.is_empty(), !is_told, "{what}: {}", strip.name);
            let scale = |strip: &Strip| strip.across.1 as f64 / strip.length as f64;
            assert!((scale(strip) / scale(measure) - 1.0).abs() < 0.05, "{what}");
            assert!(
                strip.across.0 + strip.across.1 <= 1000,
                "{what}: {}",
                strip.name
            );
        }
    }
}
