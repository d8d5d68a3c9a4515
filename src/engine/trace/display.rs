//! Expressions and equations as a line of text.

use super::{Equation, Expr, Notation, Relation};
use std::fmt;

/// How tightly an expression binds; arguments that bind less get parentheses.
fn binding(expr: &Expr) -> u8 {
    match expr {
        Expr::Constant(constant) if *constant < 0 => 1,
        Expr::Value(_) | Expr::Constant(_) => 5,
        Expr::Apply(operator, _) => operator.traits().notation.binding(),
    }
}

impl Expr {
    /// Whether it needs parentheses where something that binds as tightly as
    /// `than` is expected.
    #[must_use]
    pub fn is_looser(&self, than: u8) -> bool {
        binding(self) < than
    }

    fn part(&self, f: &mut fmt::Formatter<'_>, than: u8) -> fmt::Result {
        if self.is_looser(than) {
            write!(f, "({self})")
        } else {
            write!(f, "{self}")
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operator, args) = match self {
            Self::Value(value) => return f.write_str(&value.symbol),
            Self::Constant(constant) if *constant < 0 => {
                return write!(f, "−{}", constant.unsigned_abs());
            }
            Self::Constant(constant) => return write!(f, "{constant}"),
            Self::Apply(operator, args) => (*operator, args.as_slice()),
        };
        match (operator.traits().notation, args) {
            (Notation::Infix(sign, _, [first, others]), _) => {
                for (index, arg) in args.iter().enumerate() {
                    if index > 0 {
                        write!(f, " {sign} ")?;
                    }
                    arg.part(f, if index == 0 { first } else { others })?;
                }
                Ok(())
            }
            (Notation::Prefix(sign), [a]) => {
                f.write_str(sign)?;
                a.part(f, 4)
            }
            (Notation::Iterated(name), [a, count]) => write!(f, "{name}^{count}({a})"),
            (Notation::Modulo, [a, n]) => {
                a.part(f, 1)?;
                f.write_str(" mod ")?;
                n.part(f, 2)
            }
            (Notation::Power, [base, exponent]) => {
                base.part(f, 4)?;
                f.write_str("^")?;
                exponent.part(f, 4)
            }
            (Notation::PowerModulo, [base, exponent, n]) => {
                base.part(f, 4)?;
                f.write_str("^")?;
                exponent.part(f, 4)?;
                f.write_str(" mod ")?;
                n.part(f, 2)
            }
            (Notation::InverseModulo, [a, n]) => {
                a.part(f, 4)?;
                f.write_str("⁻¹ mod ")?;
                n.part(f, 2)
            }
            (Notation::Quotient, [a, b]) => {
                f.write_str("⌊")?;
                a.part(f, 2)?;
                f.write_str(" / ")?;
                b.part(f, 3)?;
                f.write_str("⌋")
            }
            (Notation::Absolute, [a]) => write!(f, "|{a}|"),
            (Notation::Slice, [bytes, from, to]) => {
                bytes.part(f, 5)?;
                write!(f, "[{from}..{to}]")
            }
            (Notation::Repeat, [byte, count]) => {
                match byte {
                    Self::Constant(byte) => write!(f, "{byte:02x}")?,
                    other => other.part(f, 2)?,
                }
                f.write_str(" × ")?;
                count.part(f, 2)
            }
            (notation, _) => {
                f.write_str(notation.work())?;
                f.write_str("(")?;
                for (index, arg) in args.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{arg}")?;
                }
                f.write_str(")")
            }
        }
    }
}

impl Relation {
    /// The sign between the sides.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "≠",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
            Self::Congruent(_) => "≡",
            Self::NotCongruent(_) => "≢",
            Self::Divides => "|",
        }
    }

    /// The modulus of a congruence.
    #[must_use]
    pub fn modulus(&self) -> Option<&Expr> {
        match self {
            Self::Congruent(modulus) | Self::NotCongruent(modulus) => Some(modulus),
            _ => None,
        }
    }
}

impl fmt::Display for Equation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.left, self.relation.sign(), self.right)?;
        match self.relation.modulus() {
            Some(modulus) => write!(f, " (mod {modulus})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::*;

    #[test]
    fn formulas_read_as_in_a_book() {
        let (p, q) = (Value::secret("p", 61), Value::secret("q", 53));
        let lambda = Value::secret("λ(n)", 780);
        assert_eq!(
            Equation::equal(
                &lambda,
                Expr::lcm(Expr::difference(&p, 1), Expr::difference(&q, 1))
            )
            .to_string(),
            "λ(n) = lcm(p − 1, q − 1)"
        );
        assert_eq!(
            Equation::congruent(Expr::product(Expr::difference(&p, 1), &q), 1, &lambda).to_string(),
            "(p − 1) · q ≡ 1 (mod λ(n))"
        );
        assert_eq!(Expr::power_mod(&p, &q, &lambda).to_string(), "p^q mod λ(n)");
        assert_eq!(
            Expr::difference(&p, Expr::difference(&q, 1)).to_string(),
            "p − (q − 1)"
        );
        assert_eq!(Expr::inverse(&p, &q).to_string(), "p⁻¹ mod q");
        assert_eq!(Expr::repeat(&p, &q).to_string(), "p × q");
        assert_eq!(Expr::repeat(54, 64).to_string(), "36 × 64");
        let turned = Expr::rotate_right(&p, 7);
        assert_eq!(turned.to_string(), "ROTR^7(p)");
        let choice = Expr::xor(Expr::and(&p, &q), Expr::and(Expr::not(&p), &lambda));
        assert_eq!(choice.to_string(), "(p ∧ q) ⊕ (¬p ∧ λ(n))");
        assert_eq!(Expr::word_sum(&p, turned).to_string(), "p ⊞ ROTR^7(p)");
        assert_eq!(Expr::byte_product(2, &p).to_string(), "2 • p");
    }
}
