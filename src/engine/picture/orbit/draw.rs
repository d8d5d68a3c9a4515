//! A ring that both powers go round together, and what that says in numbers.

use crate::engine::ink::{Ink, plain};
use crate::engine::knowers::Knowers;
use crate::engine::picture::mark;
use crate::engine::picture::{Length, Orbit};

pub(super) fn orbit(orbit: &Orbit) -> Ink {
    let mut ink = Ink::default();
    let [owner, everybody] = [Knowers::OWNER, Knowers::EVERYBODY].map(mark);
    // Each round is nearer to the middle than the one before; the ones between
    // are left out.
    let rest = match &*orbit.turns.digits {
        "1" => "A40 40 0 0 1 50 88A36 36 0 0 1 50 16",
        "2" => "A40 40 0 0 1 50 88A36 36 0 0 1 50 16A32 32 0 0 1 50 80A28 28 0 0 1 50 24",
        _ => {
            "A40 40 0 0 1 50 88\"/><path class=\"left-out\" data-visibility=\"secret\" d=\"M50 88A36 36 0 0 1 50 16A32 32 0 0 1 50 80\"/><path data-visibility=\"secret\" d=\"M50 80A28 28 0 0 1 50 24"
        }
    };
    let (class, end) = match &*orbit.turns.digits {
        "1" => ("once", 16),
        _ => ("", 24),
    };
    ink.put(format_args!(
        "<div class=\"opening orbit\"><div class=\"wheel {class}\" aria-hidden=\"true\"><svg viewBox=\"0 0 100 100\"><path data-visibility=\"public\" d=\"M50 8A40 40 0 0 1 84.64 28\"/><path data-visibility=\"secret\" d=\"M84.64 28{rest}\"/><path class=\"head\" data-visibility=\"secret\" d=\"M43 {end}l-8 -5v10z\"/></svg><b class=\"m\" data-visibility=\"secret\">{owner} <i>m</i></b><b class=\"c\" data-visibility=\"public\">{everybody} <i>c</i></b><b class=\"again\" data-visibility=\"secret\">{owner} <i>m</i></b><p class=\"by-e\" data-visibility=\"public\"><i>e</i>-th power</p><p class=\"by-d\" data-visibility=\"secret\"><i>d</i>-th power</p><p class=\"turns-of\">"
    ));
    times(&orbit.turns, &mut ink);
    ink.put(format_args!(
        "</p></div><ol><li>Each step multiplies by <i>m</i>, modulo <i>n</i>.</li><li>"
    ));
    said(&orbit.round, &mut ink);
    ink.put(format_args!(
        " steps lead round to <i>m</i> again.</li><li>Both powers together are "
    ));
    said(&orbit.whole, &mut ink);
    ink.put(format_args!(
        " steps: whole rounds, so they end at <i>m</i>.</li></ol></div>"
    ));
    ink
}

/// How many rounds.
fn times(turns: &Length, ink: &mut Ink) {
    match &*turns.digits {
        "1" => ink.put(format_args!("1 round")),
        "" => ink.put(format_args!("a number of {} bits of rounds", turns.bits)),
        digits => ink.put(format_args!("{} rounds", plain(digits))),
    }
}

/// A number by its name, with its length.
fn said(number: &Length, ink: &mut Ink) {
    ink.put(format_args!(
        "<b data-visibility=\"secret\">{} {}</b> <span class=\"size\">(",
        mark(number.known_to),
        plain(&number.name)
    ));
    match &*number.digits {
        "" => ink.put(format_args!("a number of {} bits", number.bits)),
        digits => ink.put(format_args!("{}", plain(digits))),
    }
    ink.put(format_args!(")</span>"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use num_bigint::BigInt;

    #[test]
    fn rounds_are_counted_and_long_numbers_said_by_their_lengths() {
        let small = orbit(&Orbit::of(&3.into(), &7.into(), &20.into()).unwrap()).into_markup();
        assert!(small.contains(">1 round<"), "{small}");
        assert!(
            small.contains("◆ λ(n)</b> <span class=\"size\">(20)"),
            "{small}"
        );
        // 3 · d − 1 = 2 · λ.
        let lambda = (BigInt::from(1) << 200) + 3;
        let d = (&lambda * 2 + 1) / 3;
        let long = orbit(&Orbit::of(&3.into(), &d, &lambda).unwrap()).into_markup();
        assert!(long.contains(">2 rounds<"), "{long}");
        assert!(long.contains("(a number of 201 bits)"), "{long}");
    }
}
