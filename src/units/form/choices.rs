//! The values of a choice, written once: for the form, for what links and ways
//! to break a unit hold, and for the run.

/// Makes an enum of the values that a [`Control::Choice`] can hold, each with
/// its text in links and its words in the form, and says which it holds at
/// first.
///
/// [`Control::Choice`]: crate::units::Control::Choice
macro_rules! choices {
    (
        $(#[$about:meta])*
        $visibility:vis enum $name:ident, at first $first:ident {
            $($variant:ident: $value:literal, $label:literal;)+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $(#[doc = $label] $variant,)+
        }

        impl $name {
            /// What links and the form hold for it.
            $visibility const fn value(self) -> &'static str {
                self.choice().value
            }

            /// It as the form shows it.
            $visibility const fn choice(self) -> $crate::units::Choice {
                let (value, label) = match self {
                    $(Self::$variant => ($value, $label),)+
                };
                $crate::units::Choice { value, label }
            }

            /// A field for it.
            $visibility const fn input(
                id: &'static str,
                label: &'static str,
            ) -> $crate::units::Input {
                const ALL: &[$crate::units::Choice] = &[$($name::$variant.choice()),+];
                $crate::units::Input {
                    default: Self::$first.value(),
                    ..$crate::units::Input::new(id, label, $crate::units::Control::Choice(ALL))
                }
            }

            /// Which of them a field holds. A run never sees another value: such
            /// a form is refused before.
            $visibility fn read(inputs: &$crate::units::Inputs, id: &str) -> Self {
                match inputs.text(id).trim() {
                    $($value => Self::$variant,)+
                    _ => Self::$first,
                }
            }
        }
    };
}

pub(in crate::units) use choices;

#[cfg(test)]
mod tests {
    use crate::units::{Control, Inputs};

    super::choices! {
        /// A choice.
        enum Side, at first Right {
            Left: "left", "On the left";
            Right: "right", "On the right";
        }
    }

    #[test]
    fn what_the_form_holds_is_what_the_run_reads() {
        let input = Side::input("side", "Side");
        assert_eq!(input.default, "right");
        let Control::Choice(all) = input.control else {
            panic!("no choice: {:?}", input.control);
        };
        assert_eq!(all.len(), 2);
        for (choice, side) in all.iter().zip([Side::Left, Side::Right]) {
            let inputs = Inputs::default().with("side", choice.value);
            assert_eq!(Side::read(&inputs, "side"), side);
            assert_eq!(
                (side.value(), side.choice().label),
                (choice.value, choice.label)
            );
        }
        assert_eq!(Side::read(&Inputs::default(), "side"), Side::Right);
    }
}
