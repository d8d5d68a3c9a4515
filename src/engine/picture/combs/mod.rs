//! The least common multiple: where two combs of different teeth meet.

mod draw;

use super::made;
use super::magnitude::{integer, short, worth};
use super::ring::Mark;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Operator, Picture, Step, Value};

/// Two combs on one number line from 0 to the product of their widths. They
/// meet first at the least common multiple, and again at each multiple of it;
/// the last time is the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combs {
    /// The combs, in the order of the equations.
    pub combs: [Comb; 2],
    /// Where they meet first, the line's end, and how many times the one is
    /// the other: λ, φ and g.
    pub named: [Mark; 3],
    /// All places where they meet; the last is the end of the line.
    pub meets: Vec<u32>,
}

/// A comb with a tooth at each multiple of its width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comb {
    /// What its width is called, as a formula.
    pub name: Text,
    /// How far its teeth are from each other.
    pub width: u32,
    /// Who may know it.
    pub known_to: Knowers,
}

/// The eye tells apart so many teeth of one comb.
const TEETH: u32 = 80;

impl Combs {
    /// The picture of `λ = lcm(a, b)` beside `φ = a·b` and `φ = λ·g`; `None`
    /// where a comb has too many teeth.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let Multiples {
            widths,
            least: first,
            product: whole,
            times,
        } = Multiples::of(&step.equations)?;
        let [a, b] = [width(&widths[0])?, width(&widths[1])?];
        let (least, end) = (small(first)?, small(whole)?);
        let fits = [a, b, least].iter().all(|width| {
            let fits = end.checked_div(*width).is_some_and(|teeth| teeth <= TEETH);
            fits && end.is_multiple_of(*width)
        });
        if !fits {
            return None;
        }
        let comb = |(of, width): (&Expr, u32)| Comb {
            name: of.to_string().into(),
            width,
            known_to: known(of),
        };
        let mark = |value: &Value| Mark {
            name: value.symbol.clone(),
            number: integer(value).and_then(short),
            place: 0,
            known_to: value.known_to,
        };
        let place = |number: u32| u32::try_from(u64::from(number) * 1000 / u64::from(end));
        let at = |value: &Value, number: u32| Mark {
            place: place(number).unwrap_or(1000),
            ..mark(value)
        };
        Some(Self {
            combs: [comb((&widths[0], a)), comb((&widths[1], b))],
            named: [at(first, least), at(whole, end), mark(times)],
            meets: (1..=end / least).map(|round| round * least).collect(),
        })
    }

    /// Where the line ends.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.meets.last().copied().unwrap_or(1)
    }
}

impl Picture for Combs {
    fn kind(&self) -> &'static str {
        "combs"
    }

    fn says(&self) -> String {
        let [one, other] = &self.combs;
        let [first, whole, times] = &self.named;
        let number = |mark: &Mark| mark.number.clone().unwrap_or_default();
        format!(
            "Two combs on one line from 0 to {}: a tooth every {} = {} above, a tooth every {} = {} below. They meet first at {} = {}, and at the end for the time number {}, which is {} = {}.",
            number(whole),
            one.name,
            one.width,
            other.name,
            other.width,
            first.name,
            number(first),
            number(times),
            whole.name,
            number(whole)
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::combs(self)
    }
}

/// What a step says of the multiples of two numbers.
pub(super) struct Multiples<'a> {
    /// The two numbers.
    pub(super) widths: [Expr; 2],
    /// Their least common multiple.
    pub(super) least: &'a Value,
    /// Their product.
    pub(super) product: &'a Value,
    /// How many times the one is the other: their greatest common divisor.
    pub(super) times: &'a Value,
}

impl<'a> Multiples<'a> {
    /// The parts of `λ = lcm(a, b)`, `φ = a·b` and `g = gcd(a, b)`.
    pub(super) fn of(equations: &'a [Equation]) -> Option<Self> {
        let find = |wanted: Operator, of: Option<&[Expr]>| {
            equations.iter().find_map(|equation| {
                let (value, operator, arguments) = made(equation)?;
                let is_it = operator == wanted && of.is_none_or(|of| of == arguments);
                is_it.then_some((value, arguments))
            })
        };
        let (least, arguments) = find(Operator::Lcm, None)?;
        let widths = <[Expr; 2]>::try_from(arguments.to_vec()).ok()?;
        let (product, _) = find(Operator::Product, Some(arguments))?;
        let (times, _) = find(Operator::Gcd, Some(arguments))?;
        Some(Self {
            widths,
            least,
            product,
            times,
        })
    }
}

/// Who may know what an expression is worth: whoever knows all in it.
pub(super) fn known(expr: &Expr) -> Knowers {
    let values = expr.values().into_iter();
    values.fold(Knowers::EVERYBODY, |all, value| all.of_both(value.known_to))
}

fn width(expr: &Expr) -> Option<u32> {
    u32::try_from(worth(expr)?).ok().filter(|width| *width > 0)
}

fn small(value: &Value) -> Option<u32> {
    width(&value.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use num_integer::Integer;

    fn of(p: i64, q: i64) -> Option<Combs> {
        let before =
            |symbol: &'static str, prime: i64| Expr::difference(Value::secret(symbol, prime), 1);
        let (a, b) = (before("p", p), before("q", q));
        let value = |symbol: &'static str, number: i64| Value::secret(symbol, number);
        let least = value("λ", (p - 1).lcm(&(q - 1)));
        let product = value("φ", (p - 1) * (q - 1));
        let times = value("g", (p - 1).gcd(&(q - 1)));
        let step = Step::new("lambda", "")
            .equation(Equation::equal(&least, Expr::lcm(a.clone(), b.clone())))
            .equation(Equation::equal(
                &product,
                Expr::product(a.clone(), b.clone()),
            ))
            .equation(Equation::equal(&times, Expr::gcd(a, b)))
            .equation(Equation::equal(&product, Expr::product(&least, &times)));
        Combs::of(&step)
    }

    #[test]
    fn combs_meet_at_each_multiple_of_the_least() {
        let combs = of(5, 11).unwrap();
        assert_eq!(combs.combs.each_ref().map(|comb| comb.width), [4, 10]);
        assert_eq!(&*combs.combs[0].name, "p − 1");
        assert!(combs.combs[0].known_to.is_secret());
        assert_eq!(combs.meets, [20, 40]);
        assert_eq!(combs.end(), 40);
        let [first, whole, times] = &combs.named;
        assert_eq!((&*first.name, first.place), ("λ", 500));
        assert_eq!((&*whole.name, whole.place), ("φ", 1000));
        assert_eq!(times.number.as_deref(), Some("2"));
        assert!(combs.says().contains("first at λ = 20"));
        // One comb may be in the other.
        assert_eq!(of(3, 7).unwrap().meets, [6, 12]);
        assert_eq!(of(7, 13).unwrap().meets.len(), 6);
    }

    #[test]
    fn more_teeth_than_one_sees_are_refused() {
        assert!(of(47, 59).is_some());
        assert!(of(3, 83).is_none(), "82 teeth");
        assert!(of(101, 103).is_none());
        assert!(of(1_000_003, 1_000_033).is_none());
    }
}
