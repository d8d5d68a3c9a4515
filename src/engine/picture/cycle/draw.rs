//! The powers of a number on the ring of its exponents, and jumps on it.

use crate::engine::ink::Ink;
use crate::engine::picture::Cycle;
use crate::engine::picture::tone;
use crate::engine::picture::turn;

/// Up to so many places have their exponents written inside.
const ROOMY: usize = 32;

pub(super) fn cycle(cycle: &Cycle) -> Ink {
    let length = cycle.powers.len().max(1);
    let [e, d] = &cycle.jumps;
    let kind = tone(d.known_to);
    let mut ink = Ink::default();
    ink.put(format_args!("<svg class=\"ring cycle\" aria-hidden=\"true\" viewBox=\"-112 -112 224 224\"><circle class=\"round\" r=\"84\"/>"));
    for (place, power) in cycle.powers.iter().enumerate() {
        let class = if place == 1 { "lit" } else { "" };
        let angle = turn(place, length);
        ink.put(format_args!("<text class=\"{class}\" transform=\"rotate({angle}) translate(0 -99) rotate(-{angle})\" y=\"3\">{power}</text>"));
        if length <= ROOMY {
            // Not 1 where the number shares a factor with the modulus.
            let place = if place == 0 && *power != 1 {
                length
            } else {
                place
            };
            ink.put(format_args!("<text class=\"exponent\" transform=\"rotate({angle}) translate(0 -75) rotate(-{angle})\" y=\"3\">{place}</text>"));
        }
    }
    // Each whole round is drawn further inside.
    let jumps = cycle.stops.len().saturating_sub(1);
    let width = cycle.stops.get(1).map_or(0, |width| *width as usize);
    let rounds = (jumps * width).div_ceil(length).max(1);
    let radius = |round: usize| 64 - (round * 40 / rounds).min(8 * round);
    for jump in 0..jumps {
        // A jump that passes 0 goes on in the next round.
        let (mut from, to) = (jump * width, (jump + 1) * width);
        while from < to {
            let round = from / length;
            let end = to.min((round + 1) * length);
            let (angle, radius) = (turn(from % length, length), radius(round));
            let (shade, part) = (jump % 2, end - from);
            ink.put(format_args!("<circle class=\"jump\" data-odd=\"{shade}\" data-visibility=\"{kind}\" r=\"{radius}\" transform=\"rotate(-90) rotate({angle})\" pathLength=\"{length}\" stroke-dasharray=\"{part} {length}\"/>"));
            from = end;
        }
    }
    let last = radius(jumps * width / length);
    let angle = turn(1, length);
    ink.put(format_args!("<circle class=\"end\" data-visibility=\"{kind}\" cy=\"-{last}\" r=\"4\" transform=\"rotate({angle})\"/></svg><ul class=\"parts\"><li><span>outside: the powers of "));
    ink.symbol(&cycle.base.symbol);
    ink.put(format_args!(" modulo "));
    ink.symbol(&cycle.modulus);
    ink.put(format_args!(
        "</span></li><li><span>inside: their exponents modulo "
    ));
    ink.symbol(&cycle.length);
    ink.put(format_args!(" = {length}</span></li><li><span>"));
    ink.symbol(&d.symbol);
    ink.put(format_args!(" = {jumps} jumps of "));
    ink.symbol(&e.symbol);
    ink.put(format_args!(
        " = {width} places, from 0 to 1</span></li></ul>"
    ));
    ink
}
