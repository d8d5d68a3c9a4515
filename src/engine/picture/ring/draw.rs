//! Numbers modulo n on a ring: 0 is at the top, and again where n would be.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone;
use crate::engine::picture::{Mark, Ring};
use crate::engine::picture::{across, turn};

pub(super) fn ring(ring: &Ring) -> Ink {
    let mut ink = Ink::default();
    ink.put(format_args!("<svg class=\"ring\" aria-hidden=\"true\" viewBox=\"-110 -110 220 220\"><circle class=\"round\" r=\"80\"/>"));
    if let Some(places) = ring.places {
        // A dash for each place.
        ink.put(format_args!("<circle class=\"places\" r=\"80\" transform=\"rotate(-90)\" pathLength=\"{}\" stroke-dasharray=\"1 19\" stroke-dashoffset=\"0.5\"/>", places * 20));
    }
    if let Some(end) = ring.marks.last() {
        ink.put(format_args!("<circle class=\"gone\" r=\"80\" transform=\"rotate(-90)\" data-visibility=\"{}\" pathLength=\"1000\" stroke-dasharray=\"{} 1000\"/>", tone(end.known_to), end.place));
    }
    ink.text(["0", "-92"], "", "0");
    let last = ring.marks.len().saturating_sub(1);
    for (number, mark) in ring.marks.iter().enumerate() {
        place(mark, number == last, &mut ink);
    }
    ink.put(format_args!("<text class=\"middle\" y=\"4\">mod "));
    ink.label(&ring.modulus);
    ink.put(format_args!("</text></svg><ul class=\"parts\">"));
    for mark in &ring.marks {
        ink.put(format_args!("<li><span>"));
        ink.symbol(&mark.name);
        let says = match &mark.number {
            Some(number) => plain(number),
            None => format!("at {} of the way round", across(mark.place as usize)),
        };
        ink.put(format_args!(
            "</span><span class=\"size\">{says}</span></li>"
        ));
    }
    if let Some(rounds) = &ring.rounds {
        let rounds = match &**rounds {
            "0" => "less than one round".to_owned(),
            "1" => "after one whole round".to_owned(),
            more => format!("after {more} whole rounds"),
        };
        ink.put(format_args!("<li class=\"size\">{rounds}</li>"));
    }
    ink.put(format_args!("</ul>"));
    ink
}

/// A dot on the ring with its name; the last number is where it ends.
fn place(mark: &Mark, is_end: bool, ink: &mut Ink) {
    let turn = turn(mark.place as usize, 1000);
    let (radius, away) = if is_end { (6, -62) } else { (4, -97) };
    ink.put(format_args!("<g class=\"mark\" data-symbol=\"{}\" data-visibility=\"{}\" transform=\"rotate({turn})\"><circle cy=\"-80\" r=\"{radius}\"/>", plain(&mark.name), tone(mark.known_to)));
    if !is_end || mark.place > 15 {
        ink.put(format_args!(
            "<text transform=\"translate(0 {away}) rotate(-{turn})\" y=\"4\">"
        ));
        ink.label(&mark.name);
        ink.put(format_args!("</text>"));
    }
    ink.put(format_args!("</g>"));
}
