@echo off
rem Installs itrank from this folder, without a network; the work is done by cai_dat.py.
setlocal
cd /d "%~dp0"
for %%v in (3.13 3.12 3.11) do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v cai_dat.py
    goto end
  )
)
echo Khong thay Python 3.11, 3.12 hoac 3.13. Xem HUONG-DAN-CAI-DAT.pdf, buoc 1.
:end
pause
