//! A function as a box.

use super::Machine;
use crate::engine::ink::{Ink, plain};
use crate::engine::picture::Lane;
use crate::engine::picture::lanes::strip;

/// Byte strings of a function are drawn to one scale where the longest has at
/// most so many times the bytes of the shortest.
const SPREAD: usize = 16;

/// A function as a box: what goes in stands above it, what comes out below.
pub(super) fn machine(machine: &Machine) -> Ink {
    let mut ink = Ink::default();
    let all = machine.input.iter().chain(&machine.output);
    let lengths: Vec<usize> = all.map(|lane| lane.bytes.len()).collect();
    let longest = lengths.iter().copied().max().unwrap_or_default();
    // All to one scale, unless that would make one of them a line.
    let is_to_scale = lengths.iter().all(|length| length * SPREAD >= longest);
    let room = |lane: &Lane| match is_to_scale {
        true => longest,
        false => lane.bytes.len(),
    };
    for one in &machine.input {
        strip(one, room(one), &mut ink);
    }
    let name = plain(&machine.name);
    ink.put(format_args!(
        "<p class=\"box\" aria-hidden=\"true\"><span>{name}</span></p>"
    ));
    for one in &machine.output {
        strip(one, room(one), &mut ink);
    }
    if let Some(gives) = &machine.gives {
        let gives = plain(gives);
        ink.put(format_args!(
            "<p class=\"sign\" aria-hidden=\"true\">{gives}</p>"
        ));
    }
    ink
}
