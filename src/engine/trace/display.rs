//! Expressions and equations as a line of text.

use super::{Equation, Expr, Operator, Relation};
use std::fmt;

/// How tightly an operator binds; arguments that bind less get parentheses.
fn binding(expr: &Expr) -> u8 {
    match expr {
        Expr::Value(_) => 5,
        Expr::Constant(constant) => {
            if *constant < 0 {
                1
            } else {
                5
            }
        }
        Expr::Apply(operator, _) => match operator {
            Operator::Remainder => 0,
            Operator::Sum | Operator::Difference | Operator::Concat | Operator::Xor => 1,
            Operator::Product => 2,
            Operator::Power | Operator::Inverse => 3,
            Operator::PowerMod => 0,
            _ => 5,
        },
    }
}

impl Expr {
    /// Whether it needs parentheses where something that binds as tightly as
    /// `than` is expected.
    #[must_use]
    pub fn is_looser(&self, than: u8) -> bool {
        binding(self) < than
    }

    /// The name of a function, where the operator is written as one.
    #[must_use]
    pub fn function(operator: Operator) -> Option<&'static str> {
        use super::Hash::{Sha1, Sha256};
        Some(match operator {
            Operator::Gcd => "gcd",
            Operator::Lcm => "lcm",
            Operator::BitLength => "bits",
            Operator::Os2ip => "OS2IP",
            Operator::I2osp => "I2OSP",
            Operator::Length => "len",
            Operator::Digest(Sha1) => "SHA-1",
            Operator::Digest(Sha256) => "SHA-256",
            Operator::Hmac(Sha1) => "HMAC-SHA-1",
            Operator::Hmac(Sha256) => "HMAC-SHA-256",
            Operator::Mgf1(Sha1) => "MGF1-SHA-1",
            Operator::Mgf1(Sha256) => "MGF1-SHA-256",
            Operator::AesEncrypt => "AES-128",
            Operator::AesDecrypt => "AES-128⁻¹",
            Operator::Base64Url => "base64url",
            _ => return None,
        })
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
        let mut infix = |sign: &str, than: u8, right: u8| -> fmt::Result {
            for (index, arg) in args.iter().enumerate() {
                if index > 0 {
                    f.write_str(sign)?;
                }
                arg.part(f, if index == 0 { than } else { right })?;
            }
            Ok(())
        };
        match (operator, args) {
            (Operator::Sum, _) => infix(" + ", 1, 1),
            (Operator::Difference, _) => infix(" − ", 1, 2),
            (Operator::Product, _) => infix(" · ", 2, 2),
            (Operator::Concat, _) => infix(" ‖ ", 2, 2),
            (Operator::Xor, _) => infix(" ⊕ ", 2, 2),
            (Operator::Remainder, _) => infix(" mod ", 1, 2),
            (Operator::Power, _) => infix("^", 4, 4),
            (Operator::PowerMod, [base, exponent, n]) => {
                base.part(f, 4)?;
                f.write_str("^")?;
                exponent.part(f, 4)?;
                f.write_str(" mod ")?;
                n.part(f, 2)
            }
            (Operator::Inverse, [a, n]) => {
                a.part(f, 4)?;
                f.write_str("⁻¹ mod ")?;
                n.part(f, 2)
            }
            (Operator::Quotient, [a, b]) => {
                f.write_str("⌊")?;
                a.part(f, 2)?;
                f.write_str(" / ")?;
                b.part(f, 3)?;
                f.write_str("⌋")
            }
            (Operator::Absolute, [a]) => write!(f, "|{a}|"),
            (Operator::Slice, [bytes, from, to]) => {
                bytes.part(f, 5)?;
                write!(f, "[{from}..{to}]")
            }
            (Operator::Repeat, [byte, count]) => {
                match byte {
                    Self::Constant(byte) => write!(f, "{byte:02x}")?,
                    other => other.part(f, 2)?,
                }
                f.write_str(" × ")?;
                count.part(f, 2)
            }
            _ => {
                f.write_str(Self::function(operator).unwrap_or("?"))?;
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
    }
}
