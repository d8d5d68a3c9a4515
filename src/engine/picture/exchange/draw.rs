//! An exchange: a column for each actor, what each computes in its own, and
//! messages as arrows between them. What who looks cannot know is a closed box.

use super::legend;
use super::near::Near;
use crate::engine::ink::{Ink, plain};
use crate::engine::picture::cover::TOLD;
use crate::engine::picture::tone::Tone;
use crate::engine::picture::{Exchange, Fate, Turn, VisibleValue};
use crate::engine::text::plural;
use crate::engine::trace::HIDDEN;
use std::cmp::Ordering;

pub(super) fn exchange(exchange: &Exchange) -> Ink {
    let mut ink = Ink::default();
    let [from, to] = TOLD;
    let columns = exchange.actors.len();
    ink.put(format_args!(
        "<div class=\"opening turns\" data-columns=\"{columns}\"><p class=\"actors\">"
    ));
    for (number, actor) in exchange.actors.iter().enumerate() {
        let name = actor.name();
        ink.put(format_args!("<span data-actor=\"{name}\"><b>{name}</b>"));
        if let Some(caption) = exchange.captions.get(number) {
            let caption = plain(caption);
            ink.put(format_args!(" <small>{from}{caption}{to}</small>"));
        }
        ink.put(format_args!("</span>"));
    }
    ink.put(format_args!("</p>{from}<ol>"));
    let lengths = exchange.turns.iter().filter_map(|turn| turn.length);
    let longest = lengths.max().unwrap_or(1).max(1);
    let near = Near::of(exchange);
    near.before(&mut ink);
    for (number, one) in exchange.turns.iter().enumerate() {
        turn(exchange, number, one, (longest, near), &mut ink);
    }
    near.behind(&mut ink);
    ink.put(format_args!("</ol>"));
    legend::put(exchange, &mut ink);
    ink.put(format_args!("{to}</div>"));
    ink
}

fn turn(
    exchange: &Exchange,
    number: usize,
    turn: &Turn,
    (longest, near): (usize, Near),
    ink: &mut Ink,
) {
    let [first, last] = turn.columns;
    let (first, span) = (first + 1, last - first + 1);
    let (class, way) = match turn.is_message {
        false if span > 1 => ("both", ""),
        false => ("own", ""),
        true if turn.from + 1 == first => ("message", "right"),
        true => ("message", "left"),
    };
    let from = exchange.actors.get(turn.from).map_or("", |one| one.name());
    ink.put(format_args!("<li class=\"{class}\" data-first=\"{first}\" data-span=\"{span}\" data-way=\"{way}\" data-from=\"{from}\""));
    if let Some(now) = exchange.now {
        let when = match number.cmp(&now) {
            Ordering::Less => "past",
            Ordering::Equal => "now",
            Ordering::Greater => "coming",
        };
        ink.put(format_args!(" data-when=\"{when}\""));
    }
    if let Some(far) = near.far(number) {
        ink.put(format_args!(" data-far=\"{far}\""));
    }
    if turn.is_sealed {
        ink.put(format_args!(" data-sealed"));
    }
    if let Some(Fate { ends, .. }) = turn.fate {
        let fate = if ends { "ends" } else { "changed" };
        ink.put(format_args!(" data-fate=\"{fate}\""));
    }
    if !turn.step.is_empty() {
        ink.put(format_args!(" data-step=\"{}\"", plain(&turn.step)));
    }
    ink.put(format_args!(">"));
    if let Some(length) = turn.length {
        // To scale, in tenths of a percent of the room that a bar has.
        let width = (length * 1000).div_ceil(longest).min(1000);
        let (whole, tenth) = (width / 10, width % 10);
        ink.put(format_args!("<span class=\"scale\"><svg aria-hidden=\"true\" width=\"{whole}.{tenth}%\"></svg></span>"));
    }
    // What both have stands on both sides.
    if class == "both" {
        values(turn, ink);
    }
    title(turn, exchange.now == Some(number), ink);
    if let Some(fate) = &turn.fate {
        ink.put(format_args!(" <em>{}</em>", plain(&fate.says)));
    }
    values(turn, ink);
    ink.put(format_args!("</li>"));
}

/// What a turn is called, and how many bytes it has: a button where a press leads to
/// its step.
fn title(turn: &Turn, is_now: bool, ink: &mut Ink) {
    let is_way = !turn.step.is_empty();
    let (tag, kind) = if is_way {
        ("button", " type=\"button\"")
    } else {
        ("span", "")
    };
    ink.put(format_args!("<{tag}{kind} class=\"title\""));
    if is_way && is_now {
        ink.put(format_args!(" aria-current=\"step\""));
    }
    ink.put(format_args!(">{}", plain(&turn.title)));
    if let Some(length) = turn.length {
        ink.put(format_args!(" <small>{}</small>", plural(length)));
    }
    ink.put(format_args!("</{tag}>"));
}

/// The values of a turn, where it has some.
fn values(turn: &Turn, ink: &mut Ink) {
    if turn.values.is_empty() {
        return;
    }
    ink.put(format_args!("<span class=\"values\">"));
    for known in &turn.values {
        value(known, ink);
    }
    ink.put(format_args!("</span>"));
}

/// A value with the mark of who may know it.
fn value(known: &VisibleValue, ink: &mut Ink) {
    let Tone { name, mark, says } = Tone::of(known.known_to);
    let (means, comma) = match known.means.as_ref() {
        "" => (String::new(), ""),
        means => (plain(means), ", "),
    };
    ink.put(format_args!("<span class=\"known\" data-visibility=\"{name}\" title=\"{means}{comma}{says}\"><span aria-hidden=\"true\">{mark}</span> "));
    ink.symbol(&known.symbol);
    match &known.is {
        Some(is) if is.is_empty() => ink.put(format_args!("</span>")),
        Some(is) => ink.put(format_args!(" = {}</span>", plain(is))),
        None => ink.put(format_args!(
            " <span class=\"closed\">{HIDDEN}</span></span>"
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::dissect::{Dissection, Field};
    use crate::engine::knowers::{Actor, Knowers, Viewer};
    use crate::engine::picture::{self, Exchange, Turn};
    use crate::engine::trace::{Data, Equation, Expr, Observer, Recorder, Step, Value};
    use num_bigint::BigInt;

    const CLIENT: Knowers = Knowers::these(&[Actor::Client]);
    const SERVER: Knowers = Knowers::these(&[Actor::Server]);
    const ENDS: Knowers = Knowers::these(&[Actor::Client, Actor::Server]);
    const WIRE: Knowers = Knowers::EVERYBODY;

    /// A key exchange after Diffie and Hellman with small numbers, all of whose
    /// values have digits of their own.
    struct Toy {
        values: Vec<Value>,
        whole: Step,
    }

    impl Toy {
        fn new() -> Self {
            let value = |symbol: &'static str, number: BigInt, known_to| {
                Value::new(symbol, Data::Integer(number), known_to)
            };
            let [p, g, a, b] = [1_000_000_007, 123_456, 271_828_183, 314_159_265].map(BigInt::from);
            let [sent, back, key] = [
                g.modpow(&a, &p),
                g.modpow(&b, &p),
                g.modpow(&a, &p).modpow(&b, &p),
            ];
            let sends = |title: &'static str, from, to: Actor, value: &Value| {
                let Data::Integer(number) = &value.data else {
                    panic!("a number");
                };
                let bytes = number.to_bytes_be().1;
                let whole = Dissection {
                    name: title.into(),
                    fields: vec![Field::new(0..bytes.len(), "number")],
                    bytes,
                    problems: Vec::new(),
                };
                let to = Knowers::these(&[to, Actor::Eavesdropper]);
                Step::message(title, title, from, to, whole).value(value.clone())
            };
            let [p, g] = [value("p", p, WIRE), value("g", g, WIRE)];
            let [a, b] = [value("a", a, CLIENT), value("b", b, SERVER)];
            let [sent, back] = [value("A", sent, WIRE), value("B", back, WIRE)];
            let key = value("K", key, ENDS);
            let makes = |title: &'static str, actor, base: &Value, by: &Value, made: &Value| {
                let power = Expr::power_mod(base, by, &p);
                Step::new(title, title)
                    .by(actor)
                    .says(format!("It has {} now.", made.symbol))
                    .equation(Equation::equal(made, power))
            };
            let (client, server) = (Actor::Client, Actor::Server);
            let mut recorder = Recorder::new(u32::MAX);
            recorder.enter(|| Step::new("exchange", "An exchange of keys"));
            recorder.step(|| makes("Takes a secret power", client, &g, &a, &sent));
            recorder.step(|| sends("Sends it", client, server, &sent));
            recorder.step(|| makes("Takes a secret power, too", server, &g, &b, &back));
            recorder.step(|| sends("Sends it back", server, client, &back));
            recorder.step(|| makes("Has the key", client, &back, &a, &key));
            recorder.step(|| makes("Has the same key", server, &sent, &b, &key));
            let Data::Integer(number) = &key.data else {
                panic!("a number");
            };
            let bytes = Data::Bytes(number.to_bytes_be().1);
            let bytes = Value::new("k", bytes, ENDS);
            recorder.step(|| {
                Step::new("bytes", "Writes it as bytes")
                    .by(server)
                    .equation(Equation::equal(&bytes, Expr::i2osp(&key, 4)))
            });
            recorder.leave();
            let trace = recorder.finish();
            assert_eq!(trace.lies(), Vec::new());
            Self {
                whole: trace.steps.kept[0].as_ref().clone(),
                values: vec![p, g, a, b, sent, back, key],
            }
        }
    }

    /// All pictures of a step: that of the whole, and those of its equations.
    fn pictures(step: &Step) -> Vec<String> {
        let all = picture::of_step(step).into_iter().chain(picture::of(step));
        let drawn = all.map(|one| one.says() + &one.draw(None).into_markup());
        drawn.collect()
    }

    #[test]
    fn an_exchange_hides_from_each_actor_just_what_it_cannot_know() {
        let toy = Toy::new();
        let actors = [Actor::Client, Actor::Server, Actor::Eavesdropper].map(Viewer::Actor);
        for viewer in actors.into_iter().chain([Viewer::Visitor]) {
            let seen = toy.whole.seen_by(viewer);
            let [all] = <[String; 1]>::try_from(pictures(&seen)).unwrap();
            let digits = |value: &Value| match &value.data {
                Data::Integer(number) => number.to_string(),
                other => panic!("{other:?} is no number"),
            };
            for value in &toy.values {
                let is_seen = viewer.sees(value.known_to);
                let symbol = format!("data-symbol=\"{}\"", value.symbol);
                assert!(
                    all.contains(&symbol),
                    "{viewer:?} does not see {}",
                    value.symbol
                );
                let digits = digits(value);
                assert_eq!(
                    all.contains(&digits),
                    is_seen,
                    "{viewer:?}: {} {all}",
                    value.symbol
                );
            }
            let hidden = toy
                .values
                .iter()
                .filter(|value| !viewer.sees(value.known_to));
            let hidden: Vec<String> = hidden.map(digits).collect();
            assert_eq!(
                hidden.is_empty(),
                !all.contains("class=\"closed\""),
                "{all}"
            );
            // Nor do the pictures of what happens inside.
            for inside in &seen.inside.kept {
                for picture in pictures(inside) {
                    assert!(
                        !hidden.iter().any(|digits| picture.contains(digits)),
                        "{viewer:?}: {picture}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_picture_of_bytes_shows_them_to_those_who_know_them() {
        let whole = Toy::new().whole;
        for (viewer, is_seen) in [
            (Viewer::Visitor, true),
            (Viewer::Actor(Actor::Client), true),
            (Viewer::Actor(Actor::Server), true),
            (Viewer::Actor(Actor::Eavesdropper), false),
        ] {
            let seen = whole.seen_by(viewer);
            let [bytes] =
                <[String; 1]>::try_from(pictures(seen.inside.kept.last().unwrap())).unwrap();
            // K = 0x27d28cb1.
            assert_eq!(
                bytes.contains("<span>d2</span><span>8c</span>"),
                is_seen,
                "{bytes}"
            );
            assert_eq!(bytes.contains(">hidden<"), !is_seen, "{bytes}");
        }
    }

    #[test]
    fn each_stands_in_its_column_and_messages_go_between() {
        let toy = Toy::new();
        let all = &pictures(&toy.whole.seen_by(Viewer::Actor(Actor::Eavesdropper)))[0];
        assert!(
            ["client", "eavesdropper", "server"]
                .map(|name| all.find(&format!("<b>{name}</b>")))
                .is_sorted(),
            "{all}"
        );
        let (all, legend) = all.split_once("<p class=\"legend\">").unwrap();
        assert_eq!(legend.matches("<b data-visibility").count(), 4, "{legend}");
        for (drawn, times) in [
            ("class=\"own\" data-first=\"1\" data-span=\"1\"", 2),
            ("class=\"own\" data-first=\"3\" data-span=\"1\"", 3),
            (
                "class=\"message\" data-first=\"1\" data-span=\"3\" data-way=\"right\"",
                1,
            ),
            (
                "class=\"message\" data-first=\"1\" data-span=\"3\" data-way=\"left\"",
                1,
            ),
            ("data-visibility=\"secret client\"", 2),
            ("data-visibility=\"secret server\"", 2),
            ("data-visibility=\"secret shared\"", 4),
        ] {
            assert_eq!(all.matches(drawn).count(), times, "{drawn} in {all}");
        }
        assert!(all.contains("<small>4 bytes</small>"), "{all}");
    }

    /// An exchange of messages of so many bytes, each sealed, with a step to go to.
    fn messages(lengths: &[usize], now: Option<usize>) -> Exchange {
        let turn = |(number, length): (usize, &usize)| Turn {
            title: "A message".into(),
            step: format!("record-{number}").into(),
            columns: [0, 1],
            from: number % 2,
            is_message: true,
            length: Some(*length),
            values: Vec::new(),
            is_sealed: true,
            fate: None,
        };
        Exchange {
            actors: vec![Actor::Client, Actor::Server],
            captions: Vec::new(),
            turns: lengths.iter().enumerate().map(turn).collect(),
            now,
        }
    }

    #[test]
    fn bars_are_to_one_scale_and_none_is_wider_than_its_length() {
        let all = super::exchange(&messages(&[884, 221, 25, 1], None)).into_markup();
        let widths = all.split("width=\"").skip(1);
        let widths: Vec<&str> = widths.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(widths, ["100.0%", "25.0%", "2.9%", "0.2%"]);
        let none = super::exchange(&messages(&[0], None)).into_markup();
        assert!(none.contains("width=\"0.0%\""), "{none}");
    }

    #[test]
    fn each_turn_that_has_a_step_is_a_button_to_it_and_the_present_one_says_so() {
        let all = super::exchange(&messages(&[5, 5], Some(1))).into_markup();
        let second = all.find("data-step=\"record-1\"").unwrap();
        let present = all.find("aria-current=\"step\"").unwrap();
        assert!(all.find("data-step=\"record-0\"").unwrap() < second && second < present);
        assert_eq!(all.matches("<button").count(), 2);
        let mut without = messages(&[5], None);
        without.turns[0].step = "".into();
        let without = super::exchange(&without).into_markup();
        assert!(!without.contains("<button") && !without.contains("data-step"));
    }
}
