//! A value that many hold and nobody compares.

use std::ops::Deref;
use std::rc::Rc;

/// A shared value. Two of them are equal when they are the same one, so that
/// components need not look into a trace of megabytes to see whether it
/// changed.
#[derive(Debug, Default)]
pub struct PtrEqRc<T>(Rc<T>);

impl<T> PtrEqRc<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

impl<T: Clone> PtrEqRc<T> {
    /// The value, to be changed; what others hold stays as it is.
    pub fn make_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<T> Clone for PtrEqRc<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for PtrEqRc<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> From<Rc<T>> for PtrEqRc<T> {
    fn from(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T> Deref for PtrEqRc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
