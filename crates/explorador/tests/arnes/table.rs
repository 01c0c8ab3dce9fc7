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
        .filter_map(|row| row.brute_schedules.map(|brute| (brute, row.schedules)))
        .collect();
    let (unreduced, reduced) = brute
        .iter()
        .fold((0, 0), |sums, pair| (sums.0 + pair.0, sums.1 + pair.1));
    let _ = writeln!(
        text,
        "galería: {} programas, {} planes; {} confirmados por fuerza bruta ({unreduced} planes sin \
         reducción, {reduced} con ella)",
        rows.len(),
        rows.iter().map(|row| row.schedules).sum::<usize>(),
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
        "{:<30} {:>7} {:>7} {:>12} {:>8} {:>8} {:>8}\n",
        "programa", "finales", "planes", "fuerza bruta", "razón", "ms", "ms/plan"
    );
    for row in rows {
        let milliseconds = row.elapsed.as_secs_f64() * 1000.0;
        let (brute, ratio) = row.brute_schedules.map_or_else(Default::default, |brute| {
            (
                brute.to_string(),
                format!("{:.1}", ratio(brute, row.schedules)),
            )
        });
        let state = match (&row.problem, &row.pending) {
            (None, _) => "",
            (Some(_), None) => "  MAL",
            (Some(_), Some(_)) => "  pendiente",
        };
        let _ = writeln!(
            text,
            "{:<30} {:>7} {:>7} {brute:>12} {ratio:>8} {milliseconds:>8.1} {:>8.2}{state}",
            row.name,
            row.endings,
            row.schedules,
            milliseconds / ratio_of(row.schedules),
        );
    }
    text
}

#[allow(clippy::cast_precision_loss, reason = "son unos miles de planes")]
fn ratio_of(count: usize) -> f64 {
    count.max(1) as f64
}

fn ratio(many: usize, few: usize) -> f64 {
    ratio_of(many) / ratio_of(few)
}
