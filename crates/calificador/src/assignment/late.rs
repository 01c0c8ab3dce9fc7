//! Lo que llega tarde, y cuánto resta.

use jiff::{SignedDuration, Timestamp};
use num_traits::Zero;

use super::exact::{Exact, whole};

/// Qué se hace con una entrega tardía.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LatePolicy {
    /// Se dice que llegó tarde y no resta.
    #[default]
    Free,
    /// No se acepta: cuenta como si no se hubiera entregado.
    Rejected {
        /// Lo que se perdona.
        grace: SignedDuration,
    },
    /// Resta un porcentaje, una vez o por cada unidad de tiempo empezada.
    Penalty {
        /// Por cada qué.
        per: Per,
        /// Porcentaje que resta cada vez.
        percent: Exact,
        /// Porcentaje que resta como mucho.
        cap: Exact,
        /// Lo que se perdona. Pasado ese tiempo, se cuenta desde la fecha límite.
        grace: SignedDuration,
        /// De qué es el porcentaje.
        of: Share,
    },
}

/// Cada cuánto resta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Cada hora empezada.
    Hour,
    /// Cada 24 horas empezadas.
    Day,
    /// Una sola vez.
    Once,
}

/// De qué es el porcentaje que resta.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Share {
    /// De la nota obtenida.
    #[default]
    Obtained,
    /// De la nota máxima: resta lo mismo a todos.
    Maximum,
}

/// Cuánto se retrasó una entrega y qué le cuesta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lateness {
    /// Lo que pasó desde la fecha límite.
    pub by: SignedDuration,
    /// El porcentaje que resta; cero si no resta.
    pub percent: Exact,
    /// De qué es ese porcentaje.
    pub of: Share,
    /// Si no se acepta.
    pub rejected: bool,
}

impl LatePolicy {
    /// Lo que cuesta entregar en `submitted` algo que era para `due`; `None` si llegó a
    /// tiempo, o dentro de lo que se perdona.
    pub fn lateness(&self, due: Timestamp, submitted: Timestamp) -> Option<Lateness> {
        let by = submitted.duration_since(due);
        if by <= self.grace() {
            return None;
        }
        let (percent, of) = match self {
            Self::Free | Self::Rejected { .. } => (Exact::zero(), Share::Obtained),
            Self::Penalty {
                per,
                percent,
                cap,
                of,
                ..
            } => {
                let total = percent * whole(per.started(by));
                (total.min(cap.clone()), *of)
            }
        };
        Some(Lateness {
            by,
            percent,
            of,
            rejected: matches!(self, Self::Rejected { .. }),
        })
    }

    fn grace(&self) -> SignedDuration {
        match self {
            Self::Free => SignedDuration::ZERO,
            Self::Rejected { grace } | Self::Penalty { grace, .. } => *grace,
        }
    }
}

impl Per {
    /// Las unidades empezadas en `by`, que es mayor que cero.
    fn started(self, by: SignedDuration) -> i64 {
        let unit = match self {
            Self::Hour => SignedDuration::from_hours(1),
            Self::Day => SignedDuration::from_hours(24),
            Self::Once => return 1,
        };
        let whole = by.as_nanos() / unit.as_nanos();
        let started = whole + i128::from(by.as_nanos() % unit.as_nanos() > 0);
        i64::try_from(started).unwrap_or(i64::MAX)
    }
}

impl Lateness {
    /// `value` después de restar, sin bajar de `min`.
    pub fn apply(&self, value: &Exact, min: &Exact, max: &Exact) -> Exact {
        let part = &self.percent / whole(100);
        let loss = match self.of {
            Share::Obtained => (value - min) * part,
            Share::Maximum => (max - min) * part,
        };
        (value - loss).max(min.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten_percent(per: Per, grace_minutes: i64) -> LatePolicy {
        LatePolicy::Penalty {
            per,
            percent: whole(10),
            cap: whole(50),
            grace: SignedDuration::from_mins(grace_minutes),
            of: Share::Obtained,
        }
    }

    /// El porcentaje que cuesta llegar `seconds` tarde; -1 si no es tarde.
    fn cost(policy: &LatePolicy, seconds: i64) -> i64 {
        let due: Timestamp = "2026-03-15T22:59:00Z".parse().unwrap();
        let submitted = due + SignedDuration::from_secs(seconds);
        policy.lateness(due, submitted).map_or(-1, |late| {
            use num_traits::ToPrimitive;
            late.percent.to_i64().unwrap()
        })
    }

    #[test]
    fn cada_dia_empezado_resta_hasta_el_tope() {
        let policy = ten_percent(Per::Day, 0);

        assert_eq!(cost(&policy, 0), -1);
        assert_eq!(cost(&policy, 1), 10);
        assert_eq!(cost(&policy, 86_400), 10);
        assert_eq!(cost(&policy, 86_401), 20);
        assert_eq!(cost(&policy, 365 * 86_400), 50);
    }

    #[test]
    fn la_cortesia_perdona_pero_no_mueve_la_fecha() {
        let policy = ten_percent(Per::Hour, 15);

        assert_eq!(cost(&policy, 15 * 60), -1);
        assert_eq!(cost(&policy, 15 * 60 + 1), 10);
        assert_eq!(cost(&policy, 3600), 10);
        assert_eq!(cost(&policy, 3601), 20);
    }

    #[test]
    fn la_penalizacion_fija_no_crece() {
        assert_eq!(cost(&ten_percent(Per::Once, 0), 1), 10);
        assert_eq!(cost(&ten_percent(Per::Once, 0), 1_000_000), 10);
    }
}
