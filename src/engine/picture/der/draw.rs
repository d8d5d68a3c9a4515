//! A structure in DER as a form: a line for each field, and the bytes of the
//! one that is open.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::{By, Bytes, Der, Entry, OpenLine};
use crate::engine::picture::{across, mark, tone};
use std::ops::Range;

/// So many lines have room, and so many on a narrow page.
const ROOM: [usize; 2] = [15, 13];

/// The same beside one that is open, and beside one that has switches.
const BESIDE_OPEN: [usize; 2] = [13, 6];
const BESIDE_SWITCHES: [usize; 2] = [13, 3];

pub(super) fn der(der: &Der) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"opening der\" aria-hidden=\"true\"><p class=\"head\"><b>{}</b><small>{} bytes</small>",
        plain(&der.name),
        der.length
    ));
    for by in der.deciders() {
        ink.put(format_args!(
            "<span data-by=\"{}\"><i></i>{}</span>",
            id(by),
            by.word()
        ));
    }
    ink.put(format_args!("</p><ol>"));
    let at = der.open.as_ref().map(|open| open.line);
    let open = at.and_then(|at| der.lines.get(at));
    let room = match open {
        None => ROOM,
        Some(open) if open.switches.is_empty() => BESIDE_OPEN,
        Some(_) => BESIDE_SWITCHES,
    };
    let [wide, narrow] = room.map(|room| window(at, der.lines.len(), room));
    let hidden = [0..wide.start, wide.end..der.lines.len()].map(|range| range.len());
    // What a narrow page hides it counts with what no page has room for.
    let more = [
        (wide.start, narrow.start),
        (hidden[1], der.lines.len() - narrow.end),
    ];
    let [before, after] = more.map(|(wide, narrow)| counted(wide, narrow));
    ink.put(format_args!("{before}"));
    let shown = der.lines.iter().enumerate();
    for (place, one) in shown.skip(wide.start).take(wide.len()) {
        let open = der.open.as_ref().filter(|open| open.line == place);
        line(one, !narrow.contains(&place), open, &mut ink);
    }
    ink.put(format_args!("{after}</ol></div>"));
    ink
}

/// How many lines are not shown, where there is room and on a narrow page.
fn counted(wide: usize, narrow: usize) -> String {
    let line = |class: &str, count: usize| match count {
        0 => String::new(),
        count => format!("<li class=\"beyond {class}\">and {count} more</li>"),
    };
    match wide == narrow {
        true => line("", wide),
        false => format!("{}{}", line("wide", wide), line("narrow", narrow)),
    }
}

/// The lines that are shown around the open one, or the first ones.
fn window(open: Option<usize>, length: usize, room: usize) -> Range<usize> {
    let most = length.saturating_sub(room);
    let from = open.map_or(0, |at| at.saturating_sub(room / 2).min(most));
    from..(from + room).min(length)
}

fn id(by: By) -> &'static str {
    match by {
        By::Asker => "asker",
        By::Issuer => "issuer",
        By::Computed => "computed",
    }
}

fn line(one: &Entry, is_far: bool, open: Option<&OpenLine>, ink: &mut Ink) {
    let far = if is_far { " data-far" } else { "" };
    let now = if open.is_some() { " data-now" } else { "" };
    let (name, kind) = (plain(&one.name), tone(one.known_to));
    ink.put(format_args!("<li{far}{now}><p"));
    // Who decided it, or else who may know it.
    match one.by {
        Some(by) => ink.put(format_args!(" data-by=\"{}\"><i></i>", id(by))),
        None => ink.put(format_args!(
            " data-visibility=\"{kind}\"><i>{}</i>",
            mark(one.known_to)
        )),
    }
    ink.put(format_args!(
        "<span class=\"name\" data-symbol=\"{name}\">{name}</span><span class=\"stands\">"
    ));
    if !one.switches.is_empty() && open.is_none() {
        ink.put(format_args!("<span class=\"uses\">"));
        for (_, is_set) in &one.switches {
            ink.put(format_args!("<u data-set=\"{is_set}\"></u>"));
        }
        ink.put(format_args!("</span>"));
    }
    let length = one.range[1].saturating_sub(one.range[0]);
    ink.put(format_args!(
        "{}</span><svg><rect width=\"{}\" height=\"100%\"/></svg><small class=\"size\">{length}</small></p>",
        plain(&one.says),
        across(one.width as usize)
    ));
    if let Some(open) = open {
        opened(open, &one.switches, ink);
    }
    ink.put(format_args!("</li>"));
}

/// Tag, length and value, and what is a list of uses with a switch for each.
fn opened(open: &OpenLine, switches: &[(&str, bool)], ink: &mut Ink) {
    ink.put(format_args!("<div class=\"octets\">"));
    if !open.around.is_empty() {
        let around = Bytes {
            shown: open.around.clone(),
            beyond: 0,
            says: "which extension".into(),
        };
        part("envelope", &around, ink);
    }
    part("tag", &open.tag, ink);
    part("length", &open.length, ink);
    part("value", &open.value, ink);
    ink.put(format_args!("</div>"));
    if !switches.is_empty() {
        ink.put(format_args!("<ul>"));
        for (name, is_set) in switches {
            ink.put(format_args!(
                "<li data-set=\"{is_set}\"><u data-set=\"{is_set}\"></u>{name}</li>"
            ));
        }
        ink.put(format_args!("</ul>"));
    }
}

/// Some bytes in digits, between what they are and what they say.
fn part(name: &str, bytes: &Bytes, ink: &mut Ink) {
    ink.put(format_args!(
        "<p data-part=\"{name}\"><small>{name}</small><b>{}</b><small>{}</small></p>",
        bytes.hex(),
        plain(&bytes.says)
    ));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::knowers::Knowers;

    fn entry(name: String, by: Option<By>) -> Entry {
        Entry {
            name: name.into(),
            says: "A&B".into(),
            range: [0, 31],
            width: 600,
            by,
            known_to: Knowers::OWNER,
            switches: vec![("one", true), ("two", false)],
        }
    }

    fn drawn(lines: usize, open: Option<usize>, by: Option<By>) -> String {
        let octets = |shown: &[u8]| Bytes {
            shown: shown.to_vec(),
            beyond: 0,
            says: "2 bytes".into(),
        };
        let lines = (0..lines).map(|at| entry(format!("f{at}"), by));
        der(&Der {
            name: "it".into(),
            length: 591,
            lines: lines.collect(),
            open: open.map(|line| OpenLine {
                line,
                around: vec![0x30, 0x0e],
                tag: octets(&[3]),
                length: octets(&[2]),
                value: octets(&[5, 0xa0]),
            }),
        })
        .into_markup()
    }

    #[test]
    fn each_line_says_who_decided_it_or_who_may_know_it() {
        let all = drawn(13, None, Some(By::Asker));
        assert_eq!(all.matches("<li><p data-by=\"asker\">").count(), 13);
        assert_eq!(all.matches("data-by=\"asker\"").count(), 14, "and a legend");
        assert!(all.contains("<rect width=\"60.0%\""), "{all}");
        assert!(all.contains("A&amp;B</span>") && all.contains(">31</small>"));
        assert_eq!(all.matches("<u data-set=\"true\">").count(), 13);
        assert!(!all.contains("more"), "all of them have room");
        let secret = drawn(3, None, None);
        assert!(secret.contains("<li><p data-visibility=\"secret\"><i>◆</i>"));
        assert!(!secret.contains("data-by") && !secret.contains("more"));
    }

    #[test]
    fn the_open_line_has_its_bytes_under_it() {
        let all = drawn(13, Some(8), Some(By::Issuer));
        assert_eq!(all.matches(" data-now>").count(), 1);
        assert!(all.contains("<p data-part=\"tag\"><small>tag</small><b>03</b>"));
        assert!(all.contains("<b>05 a0</b>") && all.contains("<b>30 0e</b>"));
        assert!(all.contains("<li data-set=\"true\"><u data-set=\"true\"></u>one</li>"));
        // A narrow page has room for few others.
        assert_eq!(all.matches("<li data-far>").count(), 10);
        assert!(all.contains("beyond narrow\">and 7 more"), "{all}");
        assert!(all.contains("beyond narrow\">and 3 more"), "{all}");
    }

    #[test]
    fn what_has_no_room_is_counted() {
        assert_eq!(window(Some(20), 40, 4), 18..22);
        assert_eq!(window(Some(39), 40, 4), 36..40);
        assert_eq!(window(None, 40, 15), 0..15);
        let all = drawn(40, None, None);
        assert_eq!(all.matches("class=\"name\"").count(), 15);
        assert!(all.contains("beyond wide\">and 25 more"), "{all}");
        assert!(all.contains("beyond narrow\">and 27 more"), "{all}");
    }
}
