" Vim syntax file for vmxasm; made from the assembler's tables
if exists("b:current_syntax")
  finish
endif
syntax case ignore
setlocal iskeyword=@,48-57,_,.,$

syntax match   vmxasmComment    "#.*$\|//.*$"
syntax region  vmxasmComment    start="/\*" end="\*/"
syntax region  vmxasmString     start=+"+ skip=+\\.+ end=+"\|$+
syntax match   vmxasmCharacter  "'\(\\.\|[^\\]\)'\?"
syntax match   vmxasmLabel      "^\s*[A-Za-z_.$0-9][A-Za-z0-9_.$]*:"
syntax match   vmxasmNumber     "\<\(0x[0-9a-f]\+\|0b[01]\+\|\d\+[kmgbf]\?\)\>"
syntax keyword vmxasmMnemonic aaa aad aadd aam aand aas adc adcb adcd adcl adcq adcw
syntax keyword vmxasmMnemonic adcx adcxd adcxl adcxq add addb addd addl addpd addps addq addsd
syntax keyword vmxasmMnemonic addss addsubpd addsubps addw adox adoxd adoxl adoxq aesdec aesdec128kl aesdec256kl aesdeclast
syntax keyword vmxasmMnemonic aesdecwide128kl aesdecwide256kl aesenc aesenc128kl aesenc256kl aesenclast aesencwide128kl aesencwide256kl aesimc aeskeygenassist altinst and
syntax keyword vmxasmMnemonic andb andd andl andn andnd andnl andnpd andnps andnq andpd andps andq
syntax keyword vmxasmMnemonic andw aor arpl arplw axor bb0_reset bb1_reset bextr bextrd bextrl bextrq blcfill
syntax keyword vmxasmMnemonic blcfilld blcfilll blcfillq blci blcic blcicd blcicl blcicq blcid blcil blciq blcmsk
syntax keyword vmxasmMnemonic blcmskd blcmskl blcmskq blcs blcsd blcsl blcsq blendpd blendps blendvpd blendvps blsfill
syntax keyword vmxasmMnemonic blsfilld blsfilll blsfillq blsi blsic blsicd blsicl blsicq blsid blsil blsiq blsmsk
syntax keyword vmxasmMnemonic blsmskd blsmskl blsmskq blsr blsrd blsrl blsrq bndcl bndcn bndcu bndldx bndmk
syntax keyword vmxasmMnemonic bndmov bndstx bound boundd boundl boundw bsf bsfd bsfl bsfq bsfw bsr
syntax keyword vmxasmMnemonic bsrd bsrl bsrq bsrw bswap bswapd bswapl bswapq bt btc btcd btcl
syntax keyword vmxasmMnemonic btcq btcw btd btl btq btr btrd btrl btrq btrw bts btsd
syntax keyword vmxasmMnemonic btsl btsq btsw btw bzhi bzhid bzhil bzhiq call calld calll callq
syntax keyword vmxasmMnemonic callw cbtw cbw ccs_encrypt ccs_hash cdq cdqe cl1invmb clac clc cld cldemote
syntax keyword vmxasmMnemonic clevict0 clevict1 clflush clflushopt clgi cli clr clrb clrd clrl clrq clrssbsy
syntax keyword vmxasmMnemonic clrw cltd cltq clts clui clwb clzero cmc cmova cmovad cmovae cmovaed
syntax keyword vmxasmMnemonic cmovael cmovaeq cmovaew cmoval cmovaq cmovaw cmovb cmovbd cmovbe cmovbed cmovbel cmovbeq
syntax keyword vmxasmMnemonic cmovbew cmovbl cmovbq cmovbw cmovc cmovcd cmovcl cmovcq cmovcw cmove cmoved cmovel
syntax keyword vmxasmMnemonic cmoveq cmovew cmovg cmovgd cmovge cmovged cmovgel cmovgeq cmovgew cmovgl cmovgq cmovgw
syntax keyword vmxasmMnemonic cmovl cmovld cmovle cmovled cmovlel cmovleq cmovlew cmovll cmovlq cmovlw cmovna cmovnad
syntax keyword vmxasmMnemonic cmovnae cmovnaed cmovnael cmovnaeq cmovnaew cmovnal cmovnaq cmovnaw cmovnb cmovnbd cmovnbe cmovnbed
syntax keyword vmxasmMnemonic cmovnbel cmovnbeq cmovnbew cmovnbl cmovnbq cmovnbw cmovnc cmovncd cmovncl cmovncq cmovncw cmovne
syntax keyword vmxasmMnemonic cmovned cmovnel cmovneq cmovnew cmovng cmovngd cmovnge cmovnged cmovngel cmovngeq cmovngew cmovngl
syntax keyword vmxasmMnemonic cmovngq cmovngw cmovnl cmovnld cmovnle cmovnled cmovnlel cmovnleq cmovnlew cmovnll cmovnlq cmovnlw
syntax keyword vmxasmMnemonic cmovno cmovnod cmovnol cmovnoq cmovnow cmovnp cmovnpd cmovnpl cmovnpq cmovnpw cmovns cmovnsd
syntax keyword vmxasmMnemonic cmovnsl cmovnsq cmovnsw cmovnz cmovnzd cmovnzl cmovnzq cmovnzw cmovo cmovod cmovol cmovoq
syntax keyword vmxasmMnemonic cmovow cmovp cmovpd cmovpe cmovped cmovpel cmovpeq cmovpew cmovpl cmovpo cmovpod cmovpol
syntax keyword vmxasmMnemonic cmovpoq cmovpow cmovpq cmovpw cmovs cmovsd cmovsl cmovsq cmovsw cmovz cmovzd cmovzl
syntax keyword vmxasmMnemonic cmovzq cmovzw cmp cmpaexadd cmpaxadd cmpb cmpbexadd cmpbxadd cmpcxadd cmpd cmpexadd cmpgexadd
syntax keyword vmxasmMnemonic cmpgxadd cmpl cmplexadd cmplxadd cmpnaexadd cmpnaxadd cmpnbexadd cmpnbxadd cmpncxadd cmpnexadd cmpngexadd cmpngxadd
syntax keyword vmxasmMnemonic cmpnlexadd cmpnlxadd cmpnoxadd cmpnpxadd cmpnsxadd cmpnzxadd cmpoxadd cmppd cmppexadd cmppoxadd cmpps cmppxadd
syntax keyword vmxasmMnemonic cmpq cmps cmpsb cmpsd cmpsl cmpsq cmpss cmpsw cmpsxadd cmpw cmpxchg cmpxchg16b
syntax keyword vmxasmMnemonic cmpxchg8b cmpxchg8bq cmpxchgb cmpxchgd cmpxchgl cmpxchgq cmpxchgw cmpzxadd comisd comiss cpu_read cpu_write
syntax keyword vmxasmMnemonic cpuid cqo cqto crc32 crc32b crc32d crc32l crc32q crc32w cvtdq2pd cvtdq2ps cvtpd2dq
syntax keyword vmxasmMnemonic cvtpd2pi cvtpd2ps cvtpi2pd cvtpi2ps cvtps2dq cvtps2pd cvtps2pi cvtsd2si cvtsd2sid cvtsd2sil cvtsd2siq cvtsd2ss
syntax keyword vmxasmMnemonic cvtsi2sd cvtsi2sdd cvtsi2sdl cvtsi2sdq cvtsi2ss cvtsi2ssd cvtsi2ssl cvtsi2ssq cvtss2sd cvtss2si cvtss2sid cvtss2sil
syntax keyword vmxasmMnemonic cvtss2siq cvttpd2dq cvttpd2pi cvttps2dq cvttps2pi cvttsd2si cvttsd2sid cvttsd2sil cvttsd2siq cvttss2si cvttss2sid cvttss2sil
syntax keyword vmxasmMnemonic cvttss2siq cwd cwde cwtd cwtl daa das dec decb decd decl decq
syntax keyword vmxasmMnemonic decw delay delayd delayl delayq div divb divd divl divpd divps divq
syntax keyword vmxasmMnemonic divsd divss divw dmint dppd dpps emms encls enclu enclv encodekey128 encodekey256
syntax keyword vmxasmMnemonic endbr32 endbr64 enqcmd enqcmds enter enterd enterl enterq enterw erets eretu extractps
syntax keyword vmxasmMnemonic extrq f2xm1 fabs fadd faddd faddl faddp fadds fbld fbstp fchs fclex
syntax keyword vmxasmMnemonic fcmova fcmovae fcmovb fcmovbe fcmove fcmovna fcmovnae fcmovnb fcmovnbe fcmovne fcmovnu fcmovu
syntax keyword vmxasmMnemonic fcom fcomd fcomi fcomip fcoml fcomp fcompd fcompi fcompl fcompp fcomps fcoms
syntax keyword vmxasmMnemonic fcos fdecstp fdisi fdiv fdivd fdivl fdivp fdivr fdivrd fdivrl fdivrp fdivrs
syntax keyword vmxasmMnemonic fdivs femms feni ffree ffreep fiadd fiaddd fiaddl fiadds fiaddw ficom ficomd
syntax keyword vmxasmMnemonic ficoml ficomp ficompd ficompl ficomps ficompw ficoms ficomw fidiv fidivd fidivl fidivr
syntax keyword vmxasmMnemonic fidivrd fidivrl fidivrs fidivrw fidivs fidivw fild fildd fildl fildll fildq filds
syntax keyword vmxasmMnemonic fildw fimul fimuld fimull fimuls fimulw fincstp finit fist fistd fistl fistp
syntax keyword vmxasmMnemonic fistpd fistpl fistpll fistpq fistps fistpw fists fisttp fisttpd fisttpl fisttpll fisttpq
syntax keyword vmxasmMnemonic fisttps fisttpw fistw fisub fisubd fisubl fisubr fisubrd fisubrl fisubrs fisubrw fisubs
syntax keyword vmxasmMnemonic fisubw fld fld1 fldcw fldcww fldd fldenv fldenvl fldenvs fldl fldl2e fldl2t
syntax keyword vmxasmMnemonic fldlg2 fldln2 fldpi flds fldt fldz fmul fmuld fmull fmulp fmuls fnclex
syntax keyword vmxasmMnemonic fndisi fneni fninit fnop fnsave fnsavel fnsaves fnsetpm fnstcw fnstcww fnstdw fnstenv
syntax keyword vmxasmMnemonic fnstenvl fnstenvs fnstsg fnstsw fnstsww fpatan fprem fprem1 fptan frichop frinear frint2
syntax keyword vmxasmMnemonic frndint frstor frstorl frstors frstpm fsave fsavel fsaves fscale fsetpm fsin fsincos
syntax keyword vmxasmMnemonic fsqrt fst fstcw fstcww fstd fstdw fstenv fstenvl fstenvs fstl fstp fstpd
syntax keyword vmxasmMnemonic fstpl fstps fstpt fsts fstsg fstsw fstsww fsub fsubd fsubl fsubp fsubr
syntax keyword vmxasmMnemonic fsubrd fsubrl fsubrp fsubrs fsubs ftst ftstp fucom fucomi fucomip fucomp fucompi
syntax keyword vmxasmMnemonic fucompp fwait fxam fxch fxrstor fxrstor64 fxrstorq fxsave fxsave64 fxsaveq fxtract fyl2x
syntax keyword vmxasmMnemonic fyl2xp1 getsec getsecq getsecqq gf2p8affineinvqb gf2p8affineqb gf2p8mulb haddpd haddps hlt hreset hsubpd
syntax keyword vmxasmMnemonic hsubps ibts ibtsd ibtsl ibtsw idiv idivb idivd idivl idivq idivw imul
syntax keyword vmxasmMnemonic imulb imuld imull imulq imulw in inb inc incb incd incl incq
syntax keyword vmxasmMnemonic incsspd incsspq incw ind inl ins insb insd insertps insertq insl insw
syntax keyword vmxasmMnemonic int int1 int3 into invd invept invlpg invlpga invlpgb invpcid invvpid inw
syntax keyword vmxasmMnemonic iret iretd iretl iretq iretw ja jae jb jbe jc jcxz je
syntax keyword vmxasmMnemonic jecxz jg jge jknzd jkzd jl jle jmp jmpd jmpe jmpl jmpq
syntax keyword vmxasmMnemonic jmpw jna jnae jnb jnbe jnc jne jng jnge jnl jnle jno
syntax keyword vmxasmMnemonic jnp jns jnz jo jp jpe jpo jrcxz js jz kaddb kaddd
syntax keyword vmxasmMnemonic kaddq kaddw kand kandb kandd kandn kandnb kandnd kandnq kandnr kandnw kandq
syntax keyword vmxasmMnemonic kandw kconcath kconcathq kconcatl kconcatlq kextract kextractq kmerge2l1h kmerge2l1l kmov kmovb kmovd
syntax keyword vmxasmMnemonic kmovl kmovq kmovw knot knotb knotd knotq knotw kor korb kord korq
syntax keyword vmxasmMnemonic kortest kortestb kortestd kortestq kortestw korw kshiftlb kshiftld kshiftlq kshiftlw kshiftrb kshiftrd
syntax keyword vmxasmMnemonic kshiftrq kshiftrw ktestb ktestd ktestq ktestw kunpckbw kunpckdq kunpckwd kxnor kxnorb kxnord
syntax keyword vmxasmMnemonic kxnorq kxnorw kxor kxorb kxord kxorq kxorw lahf lar larl larq larw
syntax keyword vmxasmMnemonic lcall lcalld lcalll lcallq lcallw lddqu ldmxcsr lds ldsl ldsw ldtilecfg lea
syntax keyword vmxasmMnemonic lead leal leaq leave leaved leavel leaveq leavew leaw les lesl lesw
syntax keyword vmxasmMnemonic lfence lfs lfsl lfsq lfsw lgdt lgdtl lgdtq lgdtw lgs lgsl lgsq
syntax keyword vmxasmMnemonic lgsw lidt lidtl lidtq lidtw ljmp ljmpd ljmpl ljmpq ljmpw lkgs lkgsl
syntax keyword vmxasmMnemonic lkgsq lkgsw lldt lldtw llwpcb lmsw lmsww loadall loadiwkey lods lodsb lodsd
syntax keyword vmxasmMnemonic lodsl lodsq lodsw loop loopd loope looped loopel loopeq loopew loopl loopne
syntax keyword vmxasmMnemonic loopned loopnel loopneq loopnew loopnz loopnzd loopnzl loopnzq loopnzw loopq loopw loopz
syntax keyword vmxasmMnemonic loopzd loopzl loopzq loopzw lret lretd lretl lretq lretw lsl lsll lslq
syntax keyword vmxasmMnemonic lslw lss lssl lssq lssw ltr ltrw lwpins lwpval lzcnt lzcntd lzcntl
syntax keyword vmxasmMnemonic lzcntq lzcntw maskmovdqu maskmovq maxpd maxps maxsd maxss mcommit mfence minpd minps
syntax keyword vmxasmMnemonic minsd minss monitor monitorx montmul mov movabs movabsb movabsd movabsl movabsq movabsw
syntax keyword vmxasmMnemonic movapd movaps movb movbe movbed movbel movbeq movbew movd movddup movdir64b movdiri
syntax keyword vmxasmMnemonic movdirid movdiril movdiriq movdq2q movdqa movdqu movhlps movhpd movhps movl movlhps movlpd
syntax keyword vmxasmMnemonic movlps movmskpd movmskpdd movmskpdl movmskpdq movmskps movmskpsd movmskpsl movmskpsq movntdq movntdqa movnti
syntax keyword vmxasmMnemonic movntid movntil movntiq movntpd movntps movntq movntsd movntss movq movq2dq movs movsb
syntax keyword vmxasmMnemonic movsbl movsbq movsbw movsd movshdup movsl movsldup movslq movsq movss movsw movswl
syntax keyword vmxasmMnemonic movswq movsx movsxb movsxd movsxl movsxw movupd movups movw movzb movzbl movzbq
syntax keyword vmxasmMnemonic movzbw movzw movzwl movzwq movzx movzxb movzxw mpsadbw mul mulb muld mull
syntax keyword vmxasmMnemonic mulpd mulps mulq mulsd mulss mulw mulx mulxd mulxl mulxq mwait mwaitx
syntax keyword vmxasmMnemonic neg negb negd negl negq negw nop nopd nopl nopq nopw not
syntax keyword vmxasmMnemonic notb notd notl notq notw or orb ord orl orpd orps orq
syntax keyword vmxasmMnemonic orw out outb outd outl outs outsb outsd outsl outsw outw pabsb
syntax keyword vmxasmMnemonic pabsd pabsw packssdw packsswb packusdw packuswb paddb paddd paddq paddsb paddsiw paddsw
syntax keyword vmxasmMnemonic paddusb paddusw paddw palignr pand pandn pause paveb pavgb pavgusb pavgw pblendvb
syntax keyword vmxasmMnemonic pblendw pbndkb pclmulqdq pcmpeqb pcmpeqd pcmpeqq pcmpeqw pcmpestri pcmpestri64 pcmpestril pcmpestriq pcmpestrm
syntax keyword vmxasmMnemonic pcmpestrm64 pcmpestrml pcmpestrmq pcmpgtb pcmpgtd pcmpgtq pcmpgtw pcmpistri pcmpistrm pcommit pconfig pdep
syntax keyword vmxasmMnemonic pdepd pdepl pdepq pdistib pext pextd pextl pextq pextrb pextrd pextrq pextrw
syntax keyword vmxasmMnemonic pextrwd pextrwl pextrwq pf2id pf2iw pfacc pfadd pfcmpeq pfcmpge pfcmpgt pfmax pfmin
syntax keyword vmxasmMnemonic pfmul pfnacc pfpnacc pfrcp pfrcpit1 pfrcpit2 pfrcpv pfrsqit1 pfrsqrt pfrsqrtv pfsub pfsubr
syntax keyword vmxasmMnemonic phaddd phaddsw phaddw phminposuw phsubd phsubsw phsubw pi2fd pi2fw pinsrb pinsrd pinsrq
syntax keyword vmxasmMnemonic pinsrw pinsrwl pinsrwq pmachriw pmaddubsw pmaddwd pmagw pmaxsb pmaxsd pmaxsw pmaxub pmaxud
syntax keyword vmxasmMnemonic pmaxuw pminsb pminsd pminsw pminub pminud pminuw pmovmskb pmovmskbd pmovmskbl pmovmskbq pmovsxbd
syntax keyword vmxasmMnemonic pmovsxbq pmovsxbw pmovsxdq pmovsxwd pmovsxwq pmovzxbd pmovzxbq pmovzxbw pmovzxdq pmovzxwd pmovzxwq pmuldq
syntax keyword vmxasmMnemonic pmulhriw pmulhrsw pmulhrw pmulhuw pmulhw pmulld pmullw pmuludq pmvgezb pmvlzb pmvnzb pmvzb
syntax keyword vmxasmMnemonic pop popa popad popal popaw popcnt popcntd popcntl popcntq popcntw popd popf
syntax keyword vmxasmMnemonic popfd popfl popfq popfw popl popq popw por prefetch prefetchit0 prefetchit1 prefetchnta
syntax keyword vmxasmMnemonic prefetcht0 prefetcht1 prefetcht2 prefetchw prefetchwt1 psadbw pshufb pshufd pshufhw pshuflw pshufw psignb
syntax keyword vmxasmMnemonic psignd psignw pslld pslldq psllq psllw psmash psrad psraw psrld psrldq psrlq
syntax keyword vmxasmMnemonic psrlw psubb psubd psubq psubsb psubsiw psubsw psubusb psubusw psubw pswapd ptest
syntax keyword vmxasmMnemonic ptwrite ptwrited ptwritel ptwriteq punpckhbw punpckhdq punpckhqdq punpckhwd punpcklbw punpckldq punpcklqdq punpcklwd
syntax keyword vmxasmMnemonic push pusha pushad pushal pushaw pushd pushf pushfd pushfl pushfq pushfw pushl
syntax keyword vmxasmMnemonic pushq pushw pvalidate pxor rcl rclb rcld rcll rclq rclw rcpps rcpss
syntax keyword vmxasmMnemonic rcr rcrb rcrd rcrl rcrq rcrw rdfsbase rdgsbase rdm rdmsr rdmsrlist rdpid
syntax keyword vmxasmMnemonic rdpkru rdpmc rdpru rdrand rdseed rdshr rdshrd rdshrl rdsspd rdsspq rdtsc rdtscp
syntax keyword vmxasmMnemonic rdudbg ret retd retf retfd retfl retfq retfw retl retq retw rmpadjust
syntax keyword vmxasmMnemonic rmpquery rmpupdate rol rolb rold roll rolq rolw ror rorb rord rorl
syntax keyword vmxasmMnemonic rorq rorw rorx rorxd rorxl rorxq roundpd roundps roundsd roundss rsdc rsldt
syntax keyword vmxasmMnemonic rsm rsqrtps rsqrtss rstorssp rsts sahf sal salb salc sald sall salq
syntax keyword vmxasmMnemonic salw sar sarb sard sarl sarq sarw sarx sarxd sarxl sarxq saveprevssp
syntax keyword vmxasmMnemonic sbb sbbb sbbd sbbl sbbq sbbw scas scasb scasd scasl scasq scasw
syntax keyword vmxasmMnemonic seamcall seamops seamret senduipi serialize seta setab setae setaeb setalc setb setbb
syntax keyword vmxasmMnemonic setbe setbeb setc setcb sete seteb setg setgb setge setgeb setl setlb
syntax keyword vmxasmMnemonic setle setleb setna setnab setnae setnaeb setnb setnbb setnbe setnbeb setnc setncb
syntax keyword vmxasmMnemonic setne setneb setng setngb setnge setngeb setnl setnlb setnle setnleb setno setnob
syntax keyword vmxasmMnemonic setnp setnpb setns setnsb setnz setnzb seto setob setp setpb setpe setpeb
syntax keyword vmxasmMnemonic setpo setpob sets setsb setssbsy setz setzb sfence sgdt sgdtl sgdtq sgdtw
syntax keyword vmxasmMnemonic sha1msg1 sha1msg2 sha1nexte sha1rnds4 sha256msg1 sha256msg2 sha256rnds2 shl shlb shld shldd shldl
syntax keyword vmxasmMnemonic shldq shldw shll shlq shlw shlx shlxd shlxl shlxq shr shrb shrd
syntax keyword vmxasmMnemonic shrdd shrdl shrdq shrdw shrl shrq shrw shrx shrxd shrxl shrxq shufpd
syntax keyword vmxasmMnemonic shufps sidt sidtl sidtq sidtw skinit sldt sldtl sldtq sldtw slwpcb smint
syntax keyword vmxasmMnemonic smsw smswl smswq smsww spflt spfltd spfltl spfltq sqrtpd sqrtps sqrtsd sqrtss
syntax keyword vmxasmMnemonic stac stc std stgi sti stmxcsr storeall stos stosb stosd stosl stosq
syntax keyword vmxasmMnemonic stosw str strl strq strw sttilecfg stui sub subb subd subl subpd
syntax keyword vmxasmMnemonic subps subq subsd subss subw svdc svldt svts swapgs syscall sysenter sysexit
syntax keyword vmxasmMnemonic sysexitd sysexitl sysexitq sysret sysretd sysretl sysretq t1mskc t1mskcd t1mskcl t1mskcq tcmmimfp16ps
syntax keyword vmxasmMnemonic tcmmrlfp16ps tdcall tdpbf16ps tdpbssd tdpbsud tdpbusd tdpbuud tdpfp16ps test testb testd testl
syntax keyword vmxasmMnemonic testq testui testw tileloadd tileloaddt1 tilerelease tilestored tilezero tlbsync tpause tzcnt tzcntd
syntax keyword vmxasmMnemonic tzcnti tzcntid tzcntil tzcntiq tzcntl tzcntq tzcntw tzmsk tzmskd tzmskl tzmskq ucomisd
syntax keyword vmxasmMnemonic ucomiss ud0 ud0d ud0l ud0q ud0w ud1 ud1d ud1l ud1q ud1w ud2
syntax keyword vmxasmMnemonic ud2a ud2b ud2bd ud2bl ud2bq ud2bw uiret umonitor umov umovb umovd umovl
syntax keyword vmxasmMnemonic umovw umwait unpckhpd unpckhps unpcklpd unpcklps v4fmaddps v4fmaddss v4fnmaddps v4fnmaddss vaddpd vaddph
syntax keyword vmxasmMnemonic vaddps vaddsd vaddsh vaddss vaddsubpd vaddsubps vaesdec vaesdeclast vaesenc vaesenclast vaesimc vaeskeygenassist
syntax keyword vmxasmMnemonic valignd valignq vandnpd vandnps vandpd vandps vbcstnebf162ps vbcstnesh2ps vblendmpd vblendmps vblendpd vblendps
syntax keyword vmxasmMnemonic vblendvpd vblendvps vbroadcastf128 vbroadcastf32x2 vbroadcastf32x4 vbroadcastf32x8 vbroadcastf64x2 vbroadcastf64x4 vbroadcasti128 vbroadcasti32x2 vbroadcasti32x4 vbroadcasti32x8
syntax keyword vmxasmMnemonic vbroadcasti64x2 vbroadcasti64x4 vbroadcastsd vbroadcastss vcmppd vcmpph vcmpps vcmpsd vcmpsh vcmpss vcomisd vcomish
syntax keyword vmxasmMnemonic vcomiss vcompresspd vcompressps vcvtdq2pd vcvtdq2ph vcvtdq2phx vcvtdq2phy vcvtdq2phz vcvtdq2ps vcvtne2ps2bf16 vcvtneebf162ps vcvtneeph2ps
syntax keyword vmxasmMnemonic vcvtneobf162ps vcvtneoph2ps vcvtneps2bf16 vcvtneps2bf16x vcvtneps2bf16y vcvtneps2bf16z vcvtpd2dq vcvtpd2dqx vcvtpd2dqy vcvtpd2dqz vcvtpd2ph vcvtpd2phx
syntax keyword vmxasmMnemonic vcvtpd2phy vcvtpd2phz vcvtpd2ps vcvtpd2psx vcvtpd2psy vcvtpd2psz vcvtpd2qq vcvtpd2udq vcvtpd2udqx vcvtpd2udqy vcvtpd2udqz vcvtpd2uqq
syntax keyword vmxasmMnemonic vcvtph2dq vcvtph2pd vcvtph2ps vcvtph2psx vcvtph2qq vcvtph2udq vcvtph2uqq vcvtph2uw vcvtph2w vcvtps2dq vcvtps2pd vcvtps2ph
syntax keyword vmxasmMnemonic vcvtps2phx vcvtps2phxx vcvtps2phxy vcvtps2phxz vcvtps2qq vcvtps2udq vcvtps2uqq vcvtqq2pd vcvtqq2ph vcvtqq2phx vcvtqq2phy vcvtqq2phz
syntax keyword vmxasmMnemonic vcvtqq2ps vcvtqq2psx vcvtqq2psy vcvtqq2psz vcvtsd2sh vcvtsd2si vcvtsd2sid vcvtsd2sil vcvtsd2siq vcvtsd2ss vcvtsd2usi vcvtsh2sd
syntax keyword vmxasmMnemonic vcvtsh2si vcvtsh2ss vcvtsh2usi vcvtsi2sd vcvtsi2sdd vcvtsi2sdl vcvtsi2sdq vcvtsi2sh vcvtsi2shd vcvtsi2shl vcvtsi2shq vcvtsi2ss
syntax keyword vmxasmMnemonic vcvtsi2ssd vcvtsi2ssl vcvtsi2ssq vcvtss2sd vcvtss2sh vcvtss2si vcvtss2sid vcvtss2sil vcvtss2siq vcvtss2usi vcvttpd2dq vcvttpd2dqx
syntax keyword vmxasmMnemonic vcvttpd2dqy vcvttpd2dqz vcvttpd2qq vcvttpd2udq vcvttpd2udqx vcvttpd2udqy vcvttpd2udqz vcvttpd2uqq vcvttph2dq vcvttph2qq vcvttph2udq vcvttph2uqq
syntax keyword vmxasmMnemonic vcvttph2uw vcvttph2w vcvttps2dq vcvttps2qq vcvttps2udq vcvttps2uqq vcvttsd2si vcvttsd2sid vcvttsd2sil vcvttsd2siq vcvttsd2usi vcvttsh2si
syntax keyword vmxasmMnemonic vcvttsh2usi vcvttss2si vcvttss2sid vcvttss2sil vcvttss2siq vcvttss2usi vcvtudq2pd vcvtudq2ph vcvtudq2phx vcvtudq2phy vcvtudq2phz vcvtudq2ps
syntax keyword vmxasmMnemonic vcvtuqq2pd vcvtuqq2ph vcvtuqq2phx vcvtuqq2phy vcvtuqq2phz vcvtuqq2ps vcvtuqq2psx vcvtuqq2psy vcvtuqq2psz vcvtusi2sd vcvtusi2sdd vcvtusi2sdl
syntax keyword vmxasmMnemonic vcvtusi2sdq vcvtusi2sh vcvtusi2shd vcvtusi2shl vcvtusi2shq vcvtusi2ss vcvtusi2ssd vcvtusi2ssl vcvtusi2ssq vcvtuw2ph vcvtw2ph vdbpsadbw
syntax keyword vmxasmMnemonic vdivpd vdivph vdivps vdivsd vdivsh vdivss vdpbf16ps vdppd vdpps verr verrw verw
syntax keyword vmxasmMnemonic verww vexp2pd vexp2ps vexpandpd vexpandps vextractf128 vextractf32x4 vextractf32x8 vextractf64x2 vextractf64x4 vextracti128 vextracti32x4
syntax keyword vmxasmMnemonic vextracti32x8 vextracti64x2 vextracti64x4 vextractps vfcmaddcph vfcmaddcsh vfcmulcph vfcmulcsh vfixupimmpd vfixupimmps vfixupimmsd vfixupimmss
syntax keyword vmxasmMnemonic vfmadd132pd vfmadd132ph vfmadd132ps vfmadd132sd vfmadd132sh vfmadd132ss vfmadd213pd vfmadd213ph vfmadd213ps vfmadd213sd vfmadd213sh vfmadd213ss
syntax keyword vmxasmMnemonic vfmadd231pd vfmadd231ph vfmadd231ps vfmadd231sd vfmadd231sh vfmadd231ss vfmaddcph vfmaddcsh vfmaddpd vfmaddps vfmaddsd vfmaddss
syntax keyword vmxasmMnemonic vfmaddsub132pd vfmaddsub132ph vfmaddsub132ps vfmaddsub213pd vfmaddsub213ph vfmaddsub213ps vfmaddsub231pd vfmaddsub231ph vfmaddsub231ps vfmaddsubpd vfmaddsubps vfmsub132pd
syntax keyword vmxasmMnemonic vfmsub132ph vfmsub132ps vfmsub132sd vfmsub132sh vfmsub132ss vfmsub213pd vfmsub213ph vfmsub213ps vfmsub213sd vfmsub213sh vfmsub213ss vfmsub231pd
syntax keyword vmxasmMnemonic vfmsub231ph vfmsub231ps vfmsub231sd vfmsub231sh vfmsub231ss vfmsubadd132pd vfmsubadd132ph vfmsubadd132ps vfmsubadd213pd vfmsubadd213ph vfmsubadd213ps vfmsubadd231pd
syntax keyword vmxasmMnemonic vfmsubadd231ph vfmsubadd231ps vfmsubaddpd vfmsubaddps vfmsubpd vfmsubps vfmsubsd vfmsubss vfmulcph vfmulcsh vfnmadd132pd vfnmadd132ph
syntax keyword vmxasmMnemonic vfnmadd132ps vfnmadd132sd vfnmadd132sh vfnmadd132ss vfnmadd213pd vfnmadd213ph vfnmadd213ps vfnmadd213sd vfnmadd213sh vfnmadd213ss vfnmadd231pd vfnmadd231ph
syntax keyword vmxasmMnemonic vfnmadd231ps vfnmadd231sd vfnmadd231sh vfnmadd231ss vfnmaddpd vfnmaddps vfnmaddsd vfnmaddss vfnmsub132pd vfnmsub132ph vfnmsub132ps vfnmsub132sd
syntax keyword vmxasmMnemonic vfnmsub132sh vfnmsub132ss vfnmsub213pd vfnmsub213ph vfnmsub213ps vfnmsub213sd vfnmsub213sh vfnmsub213ss vfnmsub231pd vfnmsub231ph vfnmsub231ps vfnmsub231sd
syntax keyword vmxasmMnemonic vfnmsub231sh vfnmsub231ss vfnmsubpd vfnmsubps vfnmsubsd vfnmsubss vfpclasspd vfpclasspdx vfpclasspdy vfpclasspdz vfpclassph vfpclassphx
syntax keyword vmxasmMnemonic vfpclassphy vfpclassphz vfpclassps vfpclasspsx vfpclasspsy vfpclasspsz vfpclasssd vfpclasssh vfpclassss vfrczpd vfrczps vfrczsd
syntax keyword vmxasmMnemonic vfrczss vgatherdpd vgatherdps vgatherpf0dpd vgatherpf0dps vgatherpf0qpd vgatherpf0qps vgatherpf1dpd vgatherpf1dps vgatherpf1qpd vgatherpf1qps vgatherqpd
syntax keyword vmxasmMnemonic vgatherqps vgetexppd vgetexpph vgetexpps vgetexpsd vgetexpsh vgetexpss vgetmantpd vgetmantph vgetmantps vgetmantsd vgetmantsh
syntax keyword vmxasmMnemonic vgetmantss vgf2p8affineinvqb vgf2p8affineqb vgf2p8mulb vhaddpd vhaddps vhsubpd vhsubps vinsertf128 vinsertf32x4 vinsertf32x8 vinsertf64x2
syntax keyword vmxasmMnemonic vinsertf64x4 vinserti128 vinserti32x4 vinserti32x8 vinserti64x2 vinserti64x4 vinsertps vlddqu vldmxcsr vmaskmovdqu vmaskmovpd vmaskmovps
syntax keyword vmxasmMnemonic vmaxpd vmaxph vmaxps vmaxsd vmaxsh vmaxss vmcall vmclear vmcs_load vmcs_store vmfunc vmgexit
syntax keyword vmxasmMnemonic vminpd vminph vminps vminsd vminsh vminss vmlaunch vmload vmmcall vmovapd vmovaps vmovd
syntax keyword vmxasmMnemonic vmovddup vmovdqa vmovdqa32 vmovdqa64 vmovdqu vmovdqu16 vmovdqu32 vmovdqu64 vmovdqu8 vmovhlps vmovhpd vmovhps
syntax keyword vmxasmMnemonic vmovlhps vmovlpd vmovlps vmovmskpd vmovmskpdd vmovmskpdl vmovmskpdq vmovmskps vmovmskpsd vmovmskpsl vmovmskpsq vmovntdq
syntax keyword vmxasmMnemonic vmovntdqa vmovntpd vmovntps vmovq vmovsd vmovsh vmovshdup vmovsldup vmovss vmovupd vmovups vmovw
syntax keyword vmxasmMnemonic vmpsadbw vmptrld vmptrst vmread vmreadd vmreadl vmreadq vmresume vmrun vmsave vmulpd vmulph
syntax keyword vmxasmMnemonic vmulps vmulsd vmulsh vmulss vmwrite vmwrited vmwritel vmwriteq vmxoff vmxon vorpd vorps
syntax keyword vmxasmMnemonic vp2intersectd vp2intersectq vp4dpwssd vp4dpwssds vpabsb vpabsd vpabsq vpabsw vpackssdw vpacksswb vpackusdw vpackuswb
syntax keyword vmxasmMnemonic vpaddb vpaddd vpaddq vpaddsb vpaddsw vpaddusb vpaddusw vpaddw vpalignr vpand vpandd vpandn
syntax keyword vmxasmMnemonic vpandnd vpandnq vpandq vpavgb vpavgw vpblendd vpblendmb vpblendmd vpblendmq vpblendmw vpblendvb vpblendw
syntax keyword vmxasmMnemonic vpbroadcastb vpbroadcastd vpbroadcastmb2q vpbroadcastmw2d vpbroadcastq vpbroadcastw vpclmulqdq vpcmov vpcmpb vpcmpd vpcmpeqb vpcmpeqd
syntax keyword vmxasmMnemonic vpcmpeqq vpcmpeqw vpcmpestri vpcmpestri64 vpcmpestril vpcmpestriq vpcmpestrm vpcmpestrm64 vpcmpestrml vpcmpestrmq vpcmpgtb vpcmpgtd
syntax keyword vmxasmMnemonic vpcmpgtq vpcmpgtw vpcmpistri vpcmpistrm vpcmpq vpcmpub vpcmpud vpcmpuq vpcmpuw vpcmpw vpcomb vpcomd
syntax keyword vmxasmMnemonic vpcompressb vpcompressd vpcompressq vpcompressw vpcomq vpcomub vpcomud vpcomuq vpcomuw vpcomw vpconflictd vpconflictq
syntax keyword vmxasmMnemonic vpdpbssd vpdpbssds vpdpbsud vpdpbsuds vpdpbusd vpdpbusds vpdpbuud vpdpbuuds vpdpwssd vpdpwssds vpdpwsud vpdpwsuds
syntax keyword vmxasmMnemonic vpdpwusd vpdpwusds vpdpwuud vpdpwuuds vperm2f128 vperm2i128 vpermb vpermd vpermi2b vpermi2d vpermi2pd vpermi2ps
syntax keyword vmxasmMnemonic vpermi2q vpermi2w vpermil2pd vpermil2ps vpermilpd vpermilps vpermpd vpermps vpermq vpermt2b vpermt2d vpermt2pd
syntax keyword vmxasmMnemonic vpermt2ps vpermt2q vpermt2w vpermw vpexpandb vpexpandd vpexpandq vpexpandw vpextrb vpextrd vpextrq vpextrw
syntax keyword vmxasmMnemonic vpgatherdd vpgatherdq vpgatherqd vpgatherqq vphaddbd vphaddbq vphaddbw vphaddd vphadddq vphaddsw vphaddubd vphaddubq
syntax keyword vmxasmMnemonic vphaddubw vphaddudq vphadduwd vphadduwq vphaddw vphaddwd vphaddwq vphminposuw vphsubbw vphsubd vphsubdq vphsubsw
syntax keyword vmxasmMnemonic vphsubw vphsubwd vpinsrb vpinsrd vpinsrq vpinsrw vplzcntd vplzcntq vpmacsdd vpmacsdqh vpmacsdql vpmacssdd
syntax keyword vmxasmMnemonic vpmacssdqh vpmacssdql vpmacsswd vpmacssww vpmacswd vpmacsww vpmadcsswd vpmadcswd vpmadd52huq vpmadd52luq vpmaddubsw vpmaddwd
syntax keyword vmxasmMnemonic vpmaskmovd vpmaskmovq vpmaxsb vpmaxsd vpmaxsq vpmaxsw vpmaxub vpmaxud vpmaxuq vpmaxuw vpminsb vpminsd
syntax keyword vmxasmMnemonic vpminsq vpminsw vpminub vpminud vpminuq vpminuw vpmovb2m vpmovd2m vpmovdb vpmovdw vpmovm2b vpmovm2d
syntax keyword vmxasmMnemonic vpmovm2q vpmovm2w vpmovmskb vpmovmskbd vpmovmskbl vpmovmskbq vpmovq2m vpmovqb vpmovqd vpmovqw vpmovsdb vpmovsdw
syntax keyword vmxasmMnemonic vpmovsqb vpmovsqd vpmovsqw vpmovswb vpmovsxbd vpmovsxbq vpmovsxbw vpmovsxdq vpmovsxwd vpmovsxwq vpmovusdb vpmovusdw
syntax keyword vmxasmMnemonic vpmovusqb vpmovusqd vpmovusqw vpmovuswb vpmovw2m vpmovwb vpmovzxbd vpmovzxbq vpmovzxbw vpmovzxdq vpmovzxwd vpmovzxwq
syntax keyword vmxasmMnemonic vpmuldq vpmulhrsw vpmulhuw vpmulhw vpmulld vpmullq vpmullw vpmultishiftqb vpmuludq vpopcntb vpopcntd vpopcntq
syntax keyword vmxasmMnemonic vpopcntw vpor vpord vporq vpperm vprefetch0 vprefetch1 vprefetch2 vprefetche0 vprefetche1 vprefetche2 vprefetchenta
syntax keyword vmxasmMnemonic vprefetchnta vprold vprolq vprolvd vprolvq vprord vprorq vprorvd vprorvq vprotb vprotd vprotq
syntax keyword vmxasmMnemonic vprotw vpsadbw vpscatterdd vpscatterdq vpscatterqd vpscatterqq vpshab vpshad vpshaq vpshaw vpshlb vpshld
syntax keyword vmxasmMnemonic vpshldd vpshldq vpshldvd vpshldvq vpshldvw vpshldw vpshlq vpshlw vpshrdd vpshrdq vpshrdvd vpshrdvq
syntax keyword vmxasmMnemonic vpshrdvw vpshrdw vpshufb vpshufbitqmb vpshufd vpshufhw vpshuflw vpsignb vpsignd vpsignw vpslld vpslldq
syntax keyword vmxasmMnemonic vpsllq vpsllvd vpsllvq vpsllvw vpsllw vpsrad vpsraq vpsravd vpsravq vpsravw vpsraw vpsrld
syntax keyword vmxasmMnemonic vpsrldq vpsrlq vpsrlvd vpsrlvq vpsrlvw vpsrlw vpsubb vpsubd vpsubq vpsubsb vpsubsw vpsubusb
syntax keyword vmxasmMnemonic vpsubusw vpsubw vpternlogd vpternlogq vptest vptestmb vptestmd vptestmq vptestmw vptestnmb vptestnmd vptestnmq
syntax keyword vmxasmMnemonic vptestnmw vpunpckhbw vpunpckhdq vpunpckhqdq vpunpckhwd vpunpcklbw vpunpckldq vpunpcklqdq vpunpcklwd vpxor vpxord vpxorq
syntax keyword vmxasmMnemonic vrangepd vrangeps vrangesd vrangess vrcp14pd vrcp14ps vrcp14sd vrcp14ss vrcp28pd vrcp28ps vrcp28sd vrcp28ss
syntax keyword vmxasmMnemonic vrcpph vrcpps vrcpsh vrcpss vreducepd vreduceph vreduceps vreducesd vreducesh vreducess vrndscalepd vrndscaleph
syntax keyword vmxasmMnemonic vrndscaleps vrndscalesd vrndscalesh vrndscaless vroundpd vroundps vroundsd vroundss vrsqrt14pd vrsqrt14ps vrsqrt14sd vrsqrt14ss
syntax keyword vmxasmMnemonic vrsqrt28pd vrsqrt28ps vrsqrt28sd vrsqrt28ss vrsqrtph vrsqrtps vrsqrtsh vrsqrtss vscalefpd vscalefph vscalefps vscalefsd
syntax keyword vmxasmMnemonic vscalefsh vscalefss vscatterdpd vscatterdps vscatterpf0dpd vscatterpf0dps vscatterpf0qpd vscatterpf0qps vscatterpf1dpd vscatterpf1dps vscatterpf1qpd vscatterpf1qps
syntax keyword vmxasmMnemonic vscatterqpd vscatterqps vsha512msg1 vsha512msg2 vsha512rnds2 vshuff32x4 vshuff64x2 vshufi32x4 vshufi64x2 vshufpd vshufps vsm3msg1
syntax keyword vmxasmMnemonic vsm3msg2 vsm3rnds2 vsm4key4 vsm4rnds4 vsqrtpd vsqrtph vsqrtps vsqrtsd vsqrtsh vsqrtss vstmxcsr vsubpd
syntax keyword vmxasmMnemonic vsubph vsubps vsubsd vsubsh vsubss vtestpd vtestps vucomisd vucomish vucomiss vunpckhpd vunpckhps
syntax keyword vmxasmMnemonic vunpcklpd vunpcklps vxorpd vxorps vzeroall vzeroupper wait wbinvd wbnoinvd wrfsbase wrgsbase wrmsr
syntax keyword vmxasmMnemonic wrmsrlist wrmsrns wrpkru wrshr wrshrd wrshrl wrssd wrssq wrudbg wrussd wrussq xabort
syntax keyword vmxasmMnemonic xadd xaddb xaddd xaddl xaddq xaddw xbegin xbts xbtsd xbtsl xbtsw xchg
syntax keyword vmxasmMnemonic xchgb xchgd xchgl xchgq xchgw xcrypt-cbc xcrypt-cfb xcrypt-ctr xcrypt-ecb xcrypt-ofb xcryptcbc xcryptcfb
syntax keyword vmxasmMnemonic xcryptctr xcryptecb xcryptofb xend xgetbv xlat xlatb xor xorb xord xorl xorpd
syntax keyword vmxasmMnemonic xorps xorq xorw xresldtrk xrstor xrstor64 xrstors xrstors64 xsave xsave64 xsavec xsavec64
syntax keyword vmxasmMnemonic xsaveopt xsaveopt64 xsaves xsaves64 xsetbv xsha1 xsha256 xsha512 xstore xstore-rng xstorerng xsusldtrk
syntax keyword vmxasmMnemonic xtest
syntax keyword vmxasmDirective .16byte .2byte .4byte .8byte .abort .absolute .align .allow_index_reg .altmacro .arch .ascii .asciz
syntax keyword vmxasmDirective .att_mnemonic .att_syntax .attach_to_group .balign .balignl .balignw .bfloat16 .bss .bundle_align_mode .bundle_lock .bundle_unlock .byte
syntax keyword vmxasmDirective .cfi_adjust_cfa_offset .cfi_def_cfa .cfi_def_cfa_offset .cfi_def_cfa_register .cfi_endproc .cfi_escape .cfi_label .cfi_lsda .cfi_negate_ra_state .cfi_offset .cfi_personality .cfi_register
syntax keyword vmxasmDirective .cfi_rel_offset .cfi_remember_state .cfi_restore .cfi_restore_state .cfi_return_column .cfi_same_value .cfi_sections .cfi_signal_frame .cfi_startproc .cfi_undefined .cfi_val_encoded_addr .cfi_val_offset
syntax keyword vmxasmDirective .cfi_window_save .code16 .code16gcc .code32 .code64 .comm .common .data .dc .dc.a .dc.b .dc.d
syntax keyword vmxasmDirective .dc.l .dc.s .dc.w .dc.x .dcb .dcb.b .dcb.d .dcb.l .dcb.s .dcb.w .dcb.x .debug
syntax keyword vmxasmDirective .dfloat .disallow_index_reg .double .ds .ds.b .ds.d .ds.l .ds.p .ds.s .ds.w .ds.x .eject
syntax keyword vmxasmDirective .else .elsec .elseif .end .endc .endfunc .endif .endm .endr .equ .equiv .eqv
syntax keyword vmxasmDirective .err .error .exitm .extern .fail .ffloat .file .fill .float .format .func .global
syntax keyword vmxasmDirective .globl .gnu_attribute .hfloat .hidden .hword .ident .if .ifb .ifc .ifdef .ifeq .ifeqs
syntax keyword vmxasmDirective .ifge .ifgt .ifle .iflt .ifnb .ifnc .ifndef .ifne .ifnes .ifnotdef .incbin .include
syntax keyword vmxasmDirective .int .intel_mnemonic .intel_syntax .internal .irep .irepc .irp .irpc .largecomm .lcomm .lflags .line
syntax keyword vmxasmDirective .linkonce .list .llen .ln .loc .loc_mark_labels .local .long .lsym .macro .mexit .mri
syntax keyword vmxasmDirective .name .noaltmacro .noformat .nolist .noopt .nop .nopage .nops .octa .offset .operand_check .optim
syntax keyword vmxasmDirective .org .p2align .p2alignl .p2alignw .page .plen .popsection .previous .print .protected .psize .purgem
syntax keyword vmxasmDirective .pushsection .quad .reloc .rep .rept .sbttl .section .set .short .single .size .skip
syntax keyword vmxasmDirective .sleb128 .slong .space .spc .sse_check .stabd .stabn .stabs .string .string16 .string32 .string64
syntax keyword vmxasmDirective .string8 .struct .subsection .symver .text .tfloat .title .tls_common .ttl .type .uleb128 .value
syntax keyword vmxasmDirective .version .vtable_entry .vtable_inherit .warning .weak .weakref .word .xcom .xdef .xref .xstabs .zero
syntax keyword vmxasmStructure .boot .descriptor .endgdt .endidt .endldt .endmsrlist .endpagetables .endtss .endvmcs .eptp .gate .gdt
syntax keyword vmxasmStructure .gdtr .idt .idtr .iobitmap .iopb .ldt .map .msr .msrbitmap .msrlist .null .pagetables
syntax keyword vmxasmStructure .raw .redirection .tss .vmcs .vmxonregion
syntax keyword vmxasmField apic_access_address cr0_guest_host_mask cr0_read_shadow cr3_target_count cr3_target_value0 cr3_target_value1 cr3_target_value2 cr3_target_value3 cr4_guest_host_mask cr4_read_shadow encls_exiting_bitmap enclv_exiting_bitmap
syntax keyword vmxasmField entry entry_exception_error_code entry_instruction_length entry_interruption_information entry_msr_load_address entry_msr_load_count eoi_exit_bitmap0 eoi_exit_bitmap1 eoi_exit_bitmap2 eoi_exit_bitmap3 ept_pointer eptp_index
syntax keyword vmxasmField eptp_list_address exception_bitmap executive_vmcs_pointer exit exit_instruction_information exit_instruction_length exit_interruption_error_code exit_interruption_information exit_msr_load_address exit_msr_load_count exit_msr_store_address exit_msr_store_count
syntax keyword vmxasmField exit_qualification exit_reason guest.activity_state guest.cr0 guest.cr3 guest.cr4 guest.cs.access_rights guest.cs.base guest.cs.limit guest.cs.selector guest.dr7 guest.ds.access_rights
syntax keyword vmxasmField guest.ds.base guest.ds.limit guest.ds.selector guest.es.access_rights guest.es.base guest.es.limit guest.es.selector guest.fs.access_rights guest.fs.base guest.fs.limit guest.fs.selector guest.gdtr.base
syntax keyword vmxasmField guest.gdtr.limit guest.gs.access_rights guest.gs.base guest.gs.limit guest.gs.selector guest.ia32_bndcfgs guest.ia32_debugctl guest.ia32_efer guest.ia32_interrupt_ssp_table_address guest.ia32_pat guest.ia32_perf_global_ctrl guest.ia32_pkrs
syntax keyword vmxasmField guest.ia32_rtit_ctl guest.ia32_s_cet guest.ia32_sysenter_cs guest.ia32_sysenter_eip guest.ia32_sysenter_esp guest.idtr.base guest.idtr.limit guest.interrupt_status guest.interruptibility_state guest.ldtr.access_rights guest.ldtr.base guest.ldtr.limit
syntax keyword vmxasmField guest.ldtr.selector guest.pdpte0 guest.pdpte1 guest.pdpte2 guest.pdpte3 guest.pending_debug_exceptions guest.pml_index guest.rflags guest.rip guest.rsp guest.smbase guest.ss.access_rights
syntax keyword vmxasmField guest.ss.base guest.ss.limit guest.ss.selector guest.ssp guest.tr.access_rights guest.tr.base guest.tr.limit guest.tr.selector guest.vmcs_link_pointer guest.vmx_preemption_timer_value guest_linear_address guest_physical_address
syntax keyword vmxasmField host.cr0 host.cr3 host.cr4 host.cs.selector host.ds.selector host.es.selector host.fs.base host.fs.selector host.gdtr.base host.gs.base host.gs.selector host.ia32_efer
syntax keyword vmxasmField host.ia32_interrupt_ssp_table_address host.ia32_pat host.ia32_perf_global_ctrl host.ia32_pkrs host.ia32_s_cet host.ia32_sysenter_cs host.ia32_sysenter_eip host.ia32_sysenter_esp host.idtr.base host.rip host.rsp host.ss.selector
syntax keyword vmxasmField host.ssp host.tr.base host.tr.selector idt_vectoring_error_code idt_vectoring_information io_bitmap_a io_bitmap_b io_rcx io_rdi io_rip io_rsi msr_bitmaps
syntax keyword vmxasmField page_fault_error_code_mask page_fault_error_code_match pin_based ple_gap ple_window pml_address posted_interrupt_descriptor_address posted_interrupt_notification_vector processor_based processor_based2 sub_page_permission_table_pointer tpr_threshold
syntax keyword vmxasmField tsc_multiplier tsc_offset virtual_apic_address virtualization_exception_information_address vm_function_controls vm_instruction_error vmread_bitmap vmwrite_bitmap vpid xss_exiting_bitmap
syntax keyword vmxasmControl acknowledge_interrupt_on_exit activate_secondary_controls activate_vmx_preemption_timer apic_register_virtualization clear_ia32_bndcfgs clear_ia32_rtit_ctl conceal_vmx_from_pt cr3_load_exiting cr3_store_exiting cr8_load_exiting cr8_store_exiting deactivate_dual_monitor_treatment
syntax keyword vmxasmControl descriptor_table_exiting enable_encls_exiting enable_enclv_exiting enable_ept enable_invpcid enable_pconfig enable_pml enable_rdtscp enable_user_wait_and_pause enable_vm_functions enable_vpid enable_xsaves_xrstors
syntax keyword vmxasmControl entry_to_smm ept_violation_ve eptp_switching external_interrupt_exiting hlt_exiting host_address_space_size ia32e_mode_guest intel_pt_uses_guest_physical_addresses interrupt_window_exiting invlpg_exiting load_cet_state load_debug_controls
syntax keyword vmxasmControl load_ia32_bndcfgs load_ia32_efer load_ia32_pat load_ia32_perf_global_ctrl load_ia32_rtit_ctl load_pkrs mode_based_execute_control_for_ept monitor_exiting monitor_trap_flag mov_dr_exiting mwait_exiting nmi_exiting
syntax keyword vmxasmControl nmi_window_exiting pause_exiting pause_loop_exiting process_posted_interrupts rdpmc_exiting rdrand_exiting rdseed_exiting rdtsc_exiting save_debug_controls save_ia32_efer save_ia32_pat save_vmx_preemption_timer_value
syntax keyword vmxasmControl sub_page_write_permissions_for_ept unconditional_io_exiting unrestricted_guest use_io_bitmaps use_msr_bitmaps use_tpr_shadow use_tsc_offsetting use_tsc_scaling virtual_interrupt_delivery virtual_nmis virtualize_apic_accesses virtualize_x2apic_mode
syntax keyword vmxasmControl vmcs_shadowing wbinvd_exiting
syntax keyword vmxasmControl IA32_APERF IA32_APIC_BASE IA32_BIOS_SIGN_ID IA32_CLOCK_MODULATION IA32_CSTAR IA32_DEBUGCTL IA32_EFER IA32_ENERGY_PERF_BIAS IA32_FEATURE_CONTROL IA32_FIXED_CTR0 IA32_FIXED_CTR1 IA32_FIXED_CTR2
syntax keyword vmxasmControl IA32_FIXED_CTR_CTRL IA32_FMASK IA32_FS_BASE IA32_GS_BASE IA32_KERNEL_GS_BASE IA32_LSTAR IA32_MCG_CAP IA32_MCG_STATUS IA32_MISC_ENABLE IA32_MPERF IA32_MTRRCAP IA32_MTRR_DEF_TYPE
syntax keyword vmxasmControl IA32_MTRR_FIX16K_80000 IA32_MTRR_FIX16K_A0000 IA32_MTRR_FIX4K_C0000 IA32_MTRR_FIX4K_C8000 IA32_MTRR_FIX4K_D0000 IA32_MTRR_FIX4K_D8000 IA32_MTRR_FIX4K_E0000 IA32_MTRR_FIX4K_E8000 IA32_MTRR_FIX4K_F0000 IA32_MTRR_FIX4K_F8000 IA32_MTRR_FIX64K_00000 IA32_MTRR_PHYSBASE0
syntax keyword vmxasmControl IA32_MTRR_PHYSBASE1 IA32_MTRR_PHYSBASE2 IA32_MTRR_PHYSBASE3 IA32_MTRR_PHYSBASE4 IA32_MTRR_PHYSBASE5 IA32_MTRR_PHYSBASE6 IA32_MTRR_PHYSBASE7 IA32_MTRR_PHYSMASK0 IA32_MTRR_PHYSMASK1 IA32_MTRR_PHYSMASK2 IA32_MTRR_PHYSMASK3 IA32_MTRR_PHYSMASK4
syntax keyword vmxasmControl IA32_MTRR_PHYSMASK5 IA32_MTRR_PHYSMASK6 IA32_MTRR_PHYSMASK7 IA32_P5_MC_ADDR IA32_P5_MC_TYPE IA32_PACKAGE_THERM_INTERRUPT IA32_PACKAGE_THERM_STATUS IA32_PAT IA32_PERFEVTSEL0 IA32_PERFEVTSEL1 IA32_PERFEVTSEL2 IA32_PERFEVTSEL3
syntax keyword vmxasmControl IA32_PERF_CAPABILITIES IA32_PERF_CTL IA32_PERF_GLOBAL_CTRL IA32_PERF_GLOBAL_OVF_CTRL IA32_PERF_GLOBAL_STATUS IA32_PERF_STATUS IA32_PLATFORM_ID IA32_PMC0 IA32_PMC1 IA32_PMC2 IA32_PMC3 IA32_STAR
syntax keyword vmxasmControl IA32_SYSENTER_CS IA32_SYSENTER_EIP IA32_SYSENTER_ESP IA32_THERM_INTERRUPT IA32_THERM_STATUS IA32_TIME_STAMP_COUNTER IA32_TSC_ADJUST IA32_TSC_AUX IA32_TSC_DEADLINE IA32_VMX_BASIC IA32_VMX_CR0_FIXED0 IA32_VMX_CR0_FIXED1
syntax keyword vmxasmControl IA32_VMX_CR4_FIXED0 IA32_VMX_CR4_FIXED1 IA32_VMX_ENTRY_CTLS IA32_VMX_EPT_VPID_CAP IA32_VMX_EXIT_CTLS IA32_VMX_MISC IA32_VMX_PINBASED_CTLS IA32_VMX_PROCBASED_CTLS IA32_VMX_PROCBASED_CTLS2 IA32_VMX_TRUE_ENTRY_CTLS IA32_VMX_TRUE_EXIT_CTLS IA32_VMX_TRUE_PINBASED_CTLS
syntax keyword vmxasmControl IA32_VMX_TRUE_PROCBASED_CTLS IA32_VMX_VMCS_ENUM IA32_VMX_VMFUNC IA32_XSS MSR_PKG_CST_CONFIG_CONTROL MSR_POWER_CTL MSR_TEMPERATURE_TARGET
syntax match   vmxasmRegister   "%\(xmm10\|xmm11\|xmm12\|xmm13\|xmm14\|xmm15\|xmm16\|xmm17\|xmm18\|xmm19\|xmm20\|xmm21\|xmm22\|xmm23\|xmm24\|xmm25\|xmm26\|xmm27\|xmm28\|xmm29\|xmm30\|xmm31\|ymm10\|ymm11\|ymm12\|ymm13\|ymm14\|ymm15\|ymm16\|ymm17\|ymm18\|ymm19\|ymm20\|ymm21\|ymm22\|ymm23\|ymm24\|ymm25\|ymm26\|ymm27\|ymm28\|ymm29\|ymm30\|ymm31\|zmm10\|zmm11\|zmm12\|zmm13\|zmm14\|zmm15\|zmm16\|zmm17\|zmm18\|zmm19\|zmm20\|zmm21\|zmm22\|zmm23\|zmm24\|zmm25\|zmm26\|zmm27\|zmm28\|zmm29\|zmm30\|zmm31\|bnd0\|bnd1\|bnd2\|bnd3\|cr10\|cr11\|cr12\|cr13\|cr14\|cr15\|db10\|db11\|db12\|db13\|db14\|db15\|dr10\|dr11\|dr12\|dr13\|dr14\|dr15\|r10b\|r10d\|r10w\|r11b\|r11d\|r11w\|r12b\|r12d\|r12w\|r13b\|r13d\|r13w\|r14b\|r14d\|r14w\|r15b\|r15d\|r15w\|tmm0\|tmm1\|tmm2\|tmm3\|tmm4\|tmm5\|tmm6\|tmm7\|xmm0\|xmm1\|xmm2\|xmm3\|xmm4\|xmm5\|xmm6\|xmm7\|xmm8\|xmm9\|ymm0\|ymm1\|ymm2\|ymm3\|ymm4\|ymm5\|ymm6\|ymm7\|ymm8\|ymm9\|zmm0\|zmm1\|zmm2\|zmm3\|zmm4\|zmm5\|zmm6\|zmm7\|zmm8\|zmm9\|bpl\|cr0\|cr1\|cr2\|cr3\|cr4\|cr5\|cr6\|cr7\|cr8\|cr9\|db0\|db1\|db2\|db3\|db4\|db5\|db6\|db7\|db8\|db9\|dil\|dr0\|dr1\|dr2\|dr3\|dr4\|dr5\|dr6\|dr7\|dr8\|dr9\|eax\|ebp\|ebx\|ecx\|edi\|edx\|eip\|eiz\|esi\|esp\|mm0\|mm1\|mm2\|mm3\|mm4\|mm5\|mm6\|mm7\|r10\|r11\|r12\|r13\|r14\|r15\|r8b\|r8d\|r8w\|r9b\|r9d\|r9w\|rax\|rbp\|rbx\|rcx\|rdi\|rdx\|rip\|riz\|rsi\|rsp\|sil\|spl\|tr0\|tr1\|tr2\|tr3\|tr4\|tr5\|tr6\|tr7\|ah\|al\|ax\|bh\|bl\|bp\|bx\|ch\|cl\|cs\|cx\|dh\|di\|dl\|ds\|dx\|es\|fs\|gs\|k0\|k1\|k2\|k3\|k4\|k5\|k6\|k7\|r8\|r9\|si\|sp\|ss\|st\)\>"

highlight default link vmxasmComment    Comment
highlight default link vmxasmString     String
highlight default link vmxasmCharacter  Character
highlight default link vmxasmLabel      Label
highlight default link vmxasmNumber     Number
highlight default link vmxasmMnemonic   Statement
highlight default link vmxasmDirective  PreProc
highlight default link vmxasmStructure  Structure
highlight default link vmxasmField      Identifier
highlight default link vmxasmControl    Constant
highlight default link vmxasmRegister   Special

let b:current_syntax = "vmxasm"
