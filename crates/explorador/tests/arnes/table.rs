//! Lo que costó la galería, para una persona.

use std::fmt::Write as _;

use super::Figures;

/// Los pendientes con su porqué y, si se pide con `GALERIA_TABLA`, cada programa.
pub fn summary(figures: &[Figures]) -> String {
    let mut rows: Vec<&Figures> = figures.iter().collect();
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let mut text = String::new();
    if std::env::var_os("GALERIA_TABLA").is_some() {
        text += &table(&rows);
    }
    let brute: Vec<_> = rows
        .iter()
        .filter_map(|row| row.brute_schedules.map(|brute| (brute, row.distinct)))
        .collect();
    let (unreduced, reduced) = brute
        .iter()
        .fold((0, 0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
    let sum = |of: fn(&Figures) -> usize| rows.iter().map(|row| of(row)).sum::<usize>();
    let _ = writeln!(
        text,
        "galería: {} programas, {} planes, {} esencialmente distintos; {} programas confirmados por \
         fuerza bruta ({unreduced} planes, {reduced} distintos)",
        rows.len(),
        sum(|row| row.schedules),
        sum(|row| row.distinct),
        brute.len(),
    );
    let pending: Vec<_> = rows.iter().filter(|row| row.pending.is_some()).collect();
    let _ = writeln!(text, "pendientes: {}", pending.len());
    for row in pending {
        let _ = writeln!(
            text,
            "  {}: {}",
            row.name,
            row.pending.as_deref().unwrap_or_default()
        );
    }
    text
}

fn table(rows: &[&Figures]) -> String {
    let mut text = format!(
        "{:<28} {:>7} {:>7} {:>9} {:>7} {:>12} {:>8} {:>8}\n",
        "programa", "finales", "planes", "distintos", "razón", "fuerza bruta", "ms", "ms/plan"
    );
    for row in rows {
        let milliseconds = row.elapsed.as_secs_f64() * 1000.0;
        let brute = row
            .brute_schedules
            .map_or_else(String::new, |brute| brute.to_string());
        let state = match (&row.problem, &row.pending) {
            (None, _) => "",
            (Some(_), None) => "  MAL",
            (Some(_), Some(_)) => "  pendiente",
        };
        let _ = writeln!(
            text,
            "{:<28} {:>7} {:>7} {:>9} {:>7.2} {brute:>12} {milliseconds:>8.1} {:>8.2}{state}",
            row.name,
            row.endings,
            row.schedules,
            row.distinct,
            number(row.schedules) / number(row.distinct),
            milliseconds / number(row.schedules),
        );
    }
    text
}

#[allow(clippy::cast_precision_loss, reason = "son unos miles de planes")]
fn number(count: usize) -> f64 {
    count.max(1) as f64
}
