//! An expression in MathML.

use crate::engine::trace::{Data, Equation, Expr, Operator, Value};
use crate::ui::digits::decimal;
use crate::ui::format;
use yew::prelude::*;

/// What stands for a value in a formula.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum With {
    /// Its symbol.
    Symbols,
    /// Its number.
    Numbers,
}

/// An equation as a formula on one line.
pub(super) fn equation(equation: &Equation, with: With) -> Html {
    let modulus = equation.relation.modulus().map(|modulus| {
        html! {
            <>
                <mspace width="0.6em" />
                <mo form="prefix">{ "(" }</mo><mi mathvariant="normal">{ "mod" }</mi>
                <mspace width="0.3em" />{ expr(modulus, 0, with) }<mo form="postfix">{ ")" }</mo>
            </>
        }
    });
    html! {
        <math>
            <mrow>
                { expr(&equation.left, 0, with) }
                <mo>{ equation.relation.sign() }</mo>
                { expr(&equation.right, 0, with) }
                { for modulus }
            </mrow>
        </math>
    }
}

fn expr(tree: &Expr, than: u8, with: With) -> Html {
    let inner = bare(tree, with);
    if tree.is_looser(than) {
        html! { <mrow><mo form="prefix">{ "(" }</mo>{ inner }<mo form="postfix">{ ")" }</mo></mrow> }
    } else {
        inner
    }
}

fn bare(tree: &Expr, with: With) -> Html {
    let (operator, args) = match tree {
        Expr::Value(value) => return atom(value, with),
        Expr::Constant(constant) if *constant < 0 => {
            return html! { <mrow><mo form="prefix">{ "−" }</mo><mn>{ constant.unsigned_abs() }</mn></mrow> };
        }
        Expr::Constant(constant) => return html! { <mn>{ *constant }</mn> },
        Expr::Apply(operator, args) => (*operator, args.as_slice()),
    };
    let infix = |sign: &'static str, left: u8, right: u8| {
        html! {
            <mrow>
                { for args.iter().enumerate().map(|(index, arg)| html! {
                    <>
                        if index > 0 { <mo>{ sign }</mo> }
                        { expr(arg, if index == 0 { left } else { right }, with) }
                    </>
                }) }
            </mrow>
        }
    };
    let modulo = |n: &Expr| {
        html! {
            <><mspace width="0.4em" /><mi mathvariant="normal">{ "mod" }</mi><mspace width="0.4em" />{ expr(n, 2, with) }</>
        }
    };
    match (operator, args) {
        (Operator::Sum, _) => infix("+", 1, 1),
        (Operator::Difference, _) => infix("−", 1, 2),
        (Operator::Product, _) => infix("·", 2, 2),
        (Operator::Concat, _) => infix("‖", 2, 2),
        (Operator::Xor, _) => infix("⊕", 2, 2),
        (Operator::Remainder, [a, n]) => html! { <mrow>{ expr(a, 1, with) }{ modulo(n) }</mrow> },
        (Operator::Power, [base, exponent]) => html! {
            <msup>{ expr(base, 4, with) }<mrow>{ bare(exponent, with) }</mrow></msup>
        },
        (Operator::PowerMod, [base, exponent, n]) => html! {
            <mrow><msup>{ expr(base, 4, with) }<mrow>{ bare(exponent, with) }</mrow></msup>{ modulo(n) }</mrow>
        },
        (Operator::Inverse, [a, n]) => html! {
            <mrow><msup>{ expr(a, 4, with) }<mrow><mo form="prefix">{ "−" }</mo><mn>{ 1 }</mn></mrow></msup>{ modulo(n) }</mrow>
        },
        (Operator::Quotient, [a, b]) => html! {
            <mrow><mo form="prefix">{ "⌊" }</mo><mfrac><mrow>{ bare(a, with) }</mrow><mrow>{ bare(b, with) }</mrow></mfrac><mo form="postfix">{ "⌋" }</mo></mrow>
        },
        (Operator::Absolute, [a]) => html! {
            <mrow><mo form="prefix">{ "|" }</mo>{ bare(a, with) }<mo form="postfix">{ "|" }</mo></mrow>
        },
        (Operator::Slice, [bytes, from, to]) => html! {
            <msub>{ expr(bytes, 5, with) }<mrow>{ bare(from, with) }<mo>{ "‥" }</mo>{ bare(to, with) }</mrow></msub>
        },
        (Operator::Repeat, [byte, count]) => html! {
            <mrow>{ byte_value(byte, with) }<mo>{ "×" }</mo>{ expr(count, 2, with) }</mrow>
        },
        _ => html! {
            <mrow>
                <mi mathvariant="normal">{ Expr::function(operator).unwrap_or("?") }</mi>
                <mo form="prefix">{ "(" }</mo>
                { for args.iter().enumerate().map(|(index, arg)| html! {
                    <>if index > 0 { <mo separator="true">{ "," }</mo> }{ bare(arg, with) }</>
                }) }
                <mo form="postfix">{ ")" }</mo>
            </mrow>
        },
    }
}

fn byte_value(byte: &Expr, with: With) -> Html {
    match byte {
        Expr::Constant(byte) => html! { <mn>{ format!("{byte:02x}") }</mn> },
        other => expr(other, 2, with),
    }
}

fn atom(value: &Value, with: With) -> Html {
    let symbol = value.symbol.to_string();
    if with == With::Numbers {
        return match &value.data {
            Data::Integer(integer) => {
                html! { <mn data-symbol={symbol}>{ decimal(integer).replace('-', "−") }</mn> }
            }
            data => html! { <mtext data-symbol={symbol}>{ format::short(data) }</mtext> },
        };
    }
    let tone = super::mark::tone(value.known_to);
    let name = |text: &str| -> Html {
        if text.chars().count() == 1 {
            html! { <mi>{ text.to_owned() }</mi> }
        } else if text.chars().all(|c| c.is_ascii_digit()) {
            html! { <mn>{ text.to_owned() }</mn> }
        } else {
            html! { <mtext>{ text.to_owned() }</mtext> }
        }
    };
    let inner = match value.symbol.split_once('_') {
        Some((base, below)) if !below.is_empty() && !below.contains(' ') => {
            html! { <msub>{ name(base) }{ name(below) }</msub> }
        }
        _ => name(&value.symbol),
    };
    html! { <mrow data-visibility={tone} data-symbol={symbol}>{ inner }</mrow> }
}
