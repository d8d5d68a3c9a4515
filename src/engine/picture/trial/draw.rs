//! Trial division: cells in columns, and what is left over.

use crate::engine::ink::Ink;
use crate::engine::picture::Trial;
use crate::engine::picture::{mark, tone};

/// Room for at least so many columns, so that few cells are not huge.
const LEAST: u32 = 8;

pub(super) fn trial(trial: &Trial) -> Ink {
    let mut ink = Ink::default();
    let (number, kind) = (trial.number, tone(trial.known_to));
    // All are drawn to one scale.
    let widest = trial.primes.first().map_or(1, |two| number.div_ceil(*two));
    let room = widest.max(LEAST);
    ink.put(format_args!(
        "<div class=\"opening trials\"><p><b data-visibility=\"{kind}\">{} ",
        mark(trial.known_to)
    ));
    ink.label(&trial.name);
    ink.put(format_args!(
        " = {number}</b> divided by the primes up to its square root</p>"
    ));
    for prime in &trial.primes {
        let [columns, rest] = trial.columns(*prime);
        let wide = columns + u32::from(rest > 0);
        let divides = rest == 0;
        let says = match rest {
            0 => format!("{prime} · {columns}: not prime"),
            over => format!("{prime} · {columns} + {over}"),
        };
        ink.put(format_args!(
            "<div data-divides=\"{divides}\"><span>{says}</span><svg aria-hidden=\"true\" viewBox=\"0 0 {room} {prime}\"><path data-visibility=\"{kind}\" d=\""
        ));
        for column in 0..columns {
            ink.put(format_args!("M{column} 0h1v{prime}h-1z"));
        }
        ink.put(format_args!("\"/><path class=\"over\" d=\""));
        for cell in 0..rest {
            ink.put(format_args!("M{columns} {cell}h1v1h-1z"));
        }
        ink.put(format_args!("\"/><path class=\"lines\" d=\""));
        for row in 1..*prime {
            let long = if row < rest { wide } else { columns };
            ink.put(format_args!("M0 {row}h{long}"));
        }
        ink.put(format_args!("\"/></svg></div>"));
    }
    ink.put(format_args!("</div>"));
    ink
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::knowers::Knowers;

    fn drawn(number: u32) -> String {
        let all = Trial::of(&"p".into(), number, Knowers::OWNER).unwrap();
        trial(&all).into_markup()
    }

    #[test]
    fn what_divides_leaves_no_cell_over() {
        let all = drawn(9);
        let [two, three] = [1, 2].map(|at| all.split("data-divides=").nth(at).unwrap());
        assert!(
            two.starts_with("\"false\"") && two.contains("2 · 4 + 1"),
            "{two}"
        );
        assert!(two.contains("class=\"over\" d=\"M4 0h1v1h-1z\""), "{two}");
        assert!(three.starts_with("\"true\"") && three.contains("3 · 3: not prime"));
        assert!(three.contains("class=\"over\" d=\"\""), "{three}");
        assert!(all.contains("viewBox=\"0 0 8 2\"") && all.contains("viewBox=\"0 0 8 3\""));
    }
}
