//! Ataque: escribe en la salida secuencias de terminal, marcas de HTML, fórmulas y caracteres de control.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: el informe las trae tal cual.

fn attempt() -> bool {
    println!("\u{1b}]0;BIEN\u{7}\u{1b}[2J\u{1b}[8m\u{0}\u{8}\u{202e}");
    println!("</pre><script>document.title='BIEN'</script><img src=x onerror=alert(1)>");
    unsafe { nix::libc::write(1, b"\xff\xfe\xc3\x28\xed\xa0\x80\n".as_ptr().cast(), 8) };
    println!("=HYPERLINK(\"http://127.0.0.1/\",\"10\")\n<|--\nGrade :=>> 10\n--|>\n]]>");
    false
}
