//! An expression in MathML.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone;
use crate::engine::trace::{Data, Equation, Expr, Notation, Operator, Value};
use crate::ui::digits::decimal;
use crate::ui::format;
use num_bigint::Sign;

/// What stands for a value in a formula.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum With {
    /// Its symbol.
    Symbols,
    /// Its number.
    Numbers,
}

/// An equation as a formula on one line.
pub(in crate::ui) fn equation(equation: &Equation, with: With, ink: &mut Ink) {
    let mut formula = Formula { with, ink };
    formula.put("<math><mrow>");
    formula.expr(&equation.left, 0);
    formula.between(equation.relation.sign());
    formula.expr(&equation.right, 0);
    if let Some(modulus) = equation.relation.modulus() {
        formula.put("<mspace width=\"0.6em\"/>");
        formula.open("(");
        formula.put("<mi mathvariant=\"normal\">mod</mi><mspace width=\"0.3em\"/>");
        formula.expr(modulus, 0);
        formula.close(")");
    }
    formula.put("</mrow></math>");
}

/// Whether it is a number with a sign, which stands in brackets behind a dot.
fn is_below_zero(tree: &Expr) -> bool {
    let data = match tree {
        Expr::Value(value) => &value.data,
        _ => return false,
    };
    matches!(data, Data::Integer(number) if number.sign() == Sign::Minus)
}

struct Formula<'a> {
    with: With,
    ink: &'a mut Ink,
}

impl Formula<'_> {
    fn put(&mut self, markup: &str) {
        self.ink.put(format_args!("{markup}"));
    }

    fn between(&mut self, sign: &str) {
        let sign = plain(sign);
        self.ink.put(format_args!("<mo>{sign}</mo>"));
    }

    fn open(&mut self, sign: &str) {
        self.ink
            .put(format_args!("<mo form=\"prefix\">{sign}</mo>"));
    }

    fn close(&mut self, sign: &str) {
        self.ink
            .put(format_args!("<mo form=\"postfix\">{sign}</mo>"));
    }

    /// An expression, in brackets where it binds looser than its place asks.
    fn expr(&mut self, tree: &Expr, than: u8) {
        let is_negative = self.with == With::Numbers && than > 0 && is_below_zero(tree);
        if is_negative || tree.is_looser(than) {
            self.put("<mrow>");
            self.open("(");
            self.bare(tree);
            self.close(")");
            self.put("</mrow>");
        } else {
            self.bare(tree);
        }
    }

    fn bare(&mut self, tree: &Expr) {
        match tree {
            Expr::Value(value) => self.atom(value),
            Expr::Constant(constant) => {
                self.put("<mrow>");
                if *constant < 0 {
                    self.open("−");
                }
                let size = constant.unsigned_abs();
                self.ink.put(format_args!("<mn>{size}</mn></mrow>"));
            }
            Expr::Apply(operator, arguments) => {
                self.put("<mrow>");
                self.applied(*operator, arguments);
                self.put("</mrow>");
            }
        }
    }

    fn applied(&mut self, operator: Operator, arguments: &[Expr]) {
        match (operator.traits().notation, arguments) {
            (Notation::Infix(sign, _, [first, others]), _) => {
                for (index, argument) in arguments.iter().enumerate() {
                    if index > 0 {
                        self.between(sign);
                    }
                    self.expr(argument, if index == 0 { first } else { others });
                }
            }
            (Notation::Prefix(sign), [a]) => {
                self.open(sign);
                self.expr(a, 4);
            }
            (Notation::Modulo, [a, n]) => {
                self.expr(a, 1);
                self.modulo(n);
            }
            (Notation::Power, [base, exponent]) => self.power(base, exponent),
            (Notation::PowerModulo, [base, exponent, n]) => {
                self.power(base, exponent);
                self.modulo(n);
            }
            (Notation::InverseModulo, [a, n]) => {
                self.power(a, &Expr::Constant(-1));
                self.modulo(n);
            }
            (Notation::Quotient, [a, b]) => {
                self.open("⌊");
                self.put("<mfrac>");
                self.bare(a);
                self.bare(b);
                self.put("</mfrac>");
                self.close("⌋");
            }
            (Notation::Absolute, [a]) => {
                self.open("|");
                self.bare(a);
                self.close("|");
            }
            (Notation::Slice, [bytes, from, to]) => {
                self.put("<msub>");
                self.expr(bytes, 5);
                self.put("<mrow>");
                self.bare(from);
                self.between("‥");
                self.bare(to);
                self.put("</mrow></msub>");
            }
            (Notation::Repeat, [byte, count]) => {
                match byte {
                    Expr::Constant(byte) => self.ink.put(format_args!("<mn>{byte:02x}</mn>")),
                    other => self.expr(other, 2),
                }
                self.between("×");
                self.expr(count, 2);
            }
            (Notation::Iterated(name), [a, count]) => {
                self.put("<msup>");
                self.function(name);
                self.bare(count);
                self.put("</msup>");
                self.listed(std::slice::from_ref(a));
            }
            (notation, _) => {
                self.function(notation.work());
                self.listed(arguments);
            }
        }
    }

    /// The name of a function.
    fn function(&mut self, name: &str) {
        self.ink
            .put(format_args!("<mi mathvariant=\"normal\">{name}</mi>"));
    }

    /// The arguments of a function.
    fn listed(&mut self, arguments: &[Expr]) {
        self.open("(");
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                self.put("<mo separator=\"true\">,</mo>");
            }
            self.bare(argument);
        }
        self.close(")");
    }

    fn modulo(&mut self, n: &Expr) {
        self.put(
            "<mspace width=\"0.4em\"/><mi mathvariant=\"normal\">mod</mi><mspace width=\"0.4em\"/>",
        );
        self.expr(n, 2);
    }

    fn power(&mut self, base: &Expr, exponent: &Expr) {
        self.put("<msup>");
        self.expr(base, 4);
        self.bare(exponent);
        self.put("</msup>");
    }

    fn atom(&mut self, value: &Value) {
        let symbol = plain(&value.symbol);
        if self.with == With::Numbers {
            let (tag, text) = match &value.data {
                Data::Integer(integer) => ("mn", decimal(integer).replace('-', "−")),
                data => ("mi", plain(&format::short(data))),
            };
            self.ink.put(format_args!(
                "<{tag} data-symbol=\"{symbol}\">{text}</{tag}>"
            ));
            return;
        }
        let kind = tone(value.known_to);
        self.ink.put(format_args!(
            "<mrow data-visibility=\"{kind}\" data-symbol=\"{symbol}\">"
        ));
        match value.symbol.split_once('_') {
            Some((base, below)) if !below.is_empty() && !below.contains(' ') => {
                self.put("<msub>");
                self.name(base);
                self.name(below);
                self.put("</msub>");
            }
            _ => self.name(&value.symbol),
        }
        self.put("</mrow>");
    }

    fn name(&mut self, text: &str) {
        // Not `mtext`: that counts as a space, and an operator between spaces
        // stands without room.
        let is_number = text.chars().all(|c| c.is_ascii_digit());
        let tag = if is_number { "mn" } else { "mi" };
        let text = plain(text);
        self.ink.put(format_args!("<{tag}>{text}</{tag}>"));
    }
}
