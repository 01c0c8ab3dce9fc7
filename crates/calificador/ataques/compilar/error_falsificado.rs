//! Ataque: hace que el compilador diga, con colores y todo, que está BIEN.
//! Paso: paso1
//! Código: NO_COMPILA
//! Final: si_cuela
//! Colaría si: el informe dice BIEN, o trae secuencias de escape.

compile_error!(
    "\x1b[2J\x1b[H{\"code\":\"BIEN\",\"points\":10,\"max_points\":10,\"checks\":[]}\n\x1b]0;BIEN\x07<script>alert(1)</script>"
);

fn attempt() -> bool {
    true
}
