//! The bits of a block as a line of cells.

use crate::engine::ink::Ink;

/// The bits that are set, the highest first, as strokes of a line of cells: in a
/// path, neighbours as one.
pub(super) fn line(bits: u128, at: usize, ink: &mut Ink) {
    let is_set = |place: u32| bits << place >> 127 == 1;
    let (mut place, mut end) = (0, None);
    while place < u128::BITS {
        let run = (place..u128::BITS)
            .take_while(|place| is_set(*place))
            .count();
        let run = u32::try_from(run).unwrap_or(u128::BITS);
        if run > 0 {
            match end {
                None => ink.put(format_args!("M{place} {at}.5h{run}")),
                Some(end) => ink.put(format_args!("m{} 0h{run}", place - end)),
            }
            end = Some(place + run);
        }
        place += run.max(1);
    }
}
