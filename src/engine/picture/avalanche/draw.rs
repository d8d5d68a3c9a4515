//! Two hashes as cells, a bit each, under the two messages that they are made
//! of.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Avalanche;
use crate::engine::picture::{mark, tone};

/// So many bits stand in a row.
const ROW: usize = 64;

/// A message with more letters has no room on a narrow page.
const LETTERS: usize = 36;

pub(super) fn avalanche(all: &Avalanche) -> Ink {
    let [message, hash] = &all.names;
    // Whoever may not know the message may not know what is made of its copy.
    let [kind, made] = all.known_to.map(tone);
    let copied = all.known_to[0].of_both(all.known_to[1]);
    let [first, second] = all.known_to.map(mark);
    let [was, is] = all.written();
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<div class=\"opening avalanche\" aria-hidden=\"true\">"
    ));
    ink.put(format_args!(
        "<p class=\"of\"><span><small>{first}</small> "
    ));
    ink.symbol(message);
    ink.put(format_args!(
        " <small>{}</small></span>",
        crate::engine::text::plural(all.length)
    ));
    text(all, &was, kind, &mut ink);
    ink.put(format_args!(
        "</p><p class=\"of\"><span><small>{second}</small> "
    ));
    ink.symbol(hash);
    ink.put(format_args!(" <small>SHA-256</small></span>"));
    cells(&all.bits(0).collect::<Vec<_>>(), &[], made, &mut ink);
    ink.put(format_args!(
        "</p><p class=\"of\"><span><small>{first}</small> one bit flipped</span>"
    ));
    text(all, &is, kind, &mut ink);
    ink.put(format_args!(
        "</p><p class=\"of\"><span><small>{}</small> its SHA-256</span>",
        mark(copied)
    ));
    let differing = all.differing();
    cells(
        &all.bits(1).collect::<Vec<_>>(),
        &differing,
        tone(copied),
        &mut ink,
    );
    let [from, to] = all.flipped.map(|byte| byte >> 1);
    ink.put(format_args!(
        "</p><p class=\"tally\"><b>{}</b> of 256 bits differ. <span data-visibility=\"{kind}\">{} = {from:07b}<mark>{}</mark> → {} = {to:07b}<mark>{}</mark></span></p></div>",
        all.count(),
        seen(&was),
        all.flipped[0] & 1,
        seen(&is),
        all.flipped[1] & 1
    ));
    ink
}

/// The message, with the byte that is flipped marked.
fn text(all: &Avalanche, byte: &str, kind: &str, ink: &mut Ink) {
    let gap = if all.is_text { "" } else { " " };
    let dots = if all.beyond > 0 { "…" } else { "" };
    let letters = all.before.chars().count() + all.after.chars().count();
    let long = if letters > LETTERS { " data-long" } else { "" };
    ink.put(format_args!(
        "<span class=\"text\"{long} data-visibility=\"{kind}\"><span>{dots}{}{gap}<mark>{}</mark>{gap}{}</span></span>",
        seen(&all.before),
        seen(byte),
        seen(&all.after)
    ));
}

/// A text whose spaces are seen, where it is no more than one.
fn seen(text: &str) -> String {
    match text {
        " " => "␣".to_owned(),
        text => plain(text),
    }
}

/// Bits as cells; those that differ are filled.
fn cells(bits: &[bool], differing: &[bool], kind: &str, ink: &mut Ink) {
    let rows = bits.len() / ROW;
    ink.put(format_args!("<svg class=\"bits\" data-visibility=\"{kind}\" viewBox=\"0 0 {ROW} {rows}\" preserveAspectRatio=\"none\"><path d=\"M0 0h{ROW}v{rows}h-{ROW}z\" fill-opacity=\"0.12\"/>"));
    let differs = |at: usize| differing.get(at) == Some(&true);
    let is_set = |at: usize| bits.get(at) == Some(&true) && !differs(at);
    ink.put(format_args!(
        "<path d=\"{}\" fill-opacity=\"0.45\"/>",
        runs(bits.len(), is_set)
    ));
    if !differing.is_empty() {
        ink.put(format_args!(
            "<path class=\"differs\" d=\"{}\"/>",
            runs(bits.len(), differs)
        ));
    }
    ink.put(format_args!("<path class=\"cuts\" d=\""));
    for x in 1..ROW {
        ink.put(format_args!("M{x} 0v{rows}"));
    }
    for y in 1..rows {
        ink.put(format_args!("M0 {y}h{ROW}"));
    }
    ink.put(format_args!("\"/></svg>"));
}

/// The cells at these places; neighbours in a row become one.
fn runs(length: usize, is_it: impl Fn(usize) -> bool) -> String {
    let mut path = String::new();
    let mut at = 0;
    while at < length {
        let end = (at / ROW + 1) * ROW;
        let run = (at..end.min(length)).take_while(|place| is_it(*place));
        let run = run.count();
        if run > 0 {
            let (x, y) = (at % ROW, at / ROW);
            path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
        }
        at += run.max(1);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::Knowers;

    fn drawn(known_to: [Knowers; 2]) -> String {
        avalanche(&Avalanche {
            names: ["M".into(), "H".into()],
            known_to,
            length: 100,
            before: "a<".into(),
            beyond: 97,
            flipped: [b'b', b'c'],
            after: ".".into(),
            is_text: true,
            hashes: [[0; 32], [0x80; 32]],
        })
        .into_markup()
    }

    #[test]
    fn the_bits_that_differ_are_filled_and_counted() {
        let all = drawn([Knowers::EVERYBODY; 2]);
        assert!(all.contains("…a&lt;<mark>b</mark>.") && all.contains("…a&lt;<mark>c</mark>."));
        assert!(all.contains("<b>32</b> of 256 bits differ"), "{all}");
        assert!(all.contains("b = 0110001<mark>0</mark> → c = 0110001<mark>1</mark>"));
        assert_eq!(all.matches("class=\"differs\"").count(), 1);
        assert!(all.contains("class=\"differs\" d=\"M0 0h1v1h-1zM8 0h1v1h-1z"));
        assert_eq!(all.matches("viewBox=\"0 0 64 4\"").count(), 2);
        assert!(!all.contains("secret") && all.contains("100 bytes"));
    }

    #[test]
    fn what_is_made_of_a_secret_copy_is_secret() {
        let all = drawn([Knowers::OWNER, Knowers::EVERYBODY]);
        let kinds: Vec<&str> = all
            .split("class=\"bits\" data-visibility=\"")
            .skip(1)
            .collect();
        assert_eq!(all.matches("<small>◆</small>").count(), 3);
        assert!(kinds[0].starts_with("public") && kinds[1].starts_with("secret"));
    }

    #[test]
    fn runs_end_at_the_end_of_a_row() {
        assert_eq!(
            runs(128, |at| (62..66).contains(&at)),
            "M62 0h2v1h-2zM0 1h2v1h-2z"
        );
        assert_eq!(runs(128, |_| false), "");
    }
}
