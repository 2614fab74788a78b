autocmd BufRead,BufNewFile *.vmx.s set filetype=vmxasm
